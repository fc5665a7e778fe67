/* Plans from the tuples that `plans.py` prints. */
#include "verdicts.h"

static unsigned kinds_of(PyObject *words) {
    static const struct { const char *name; unsigned kinds; } every[] = {
        {"null", NOTHING}, {"boolean", TRUTH}, {"exact", INTEGER}, {"integer", INTEGER | INTEGRAL},
        {"number", INTEGER | REAL}, {"string", STRING}, {"array", LIST}, {"object", OBJECT}};
    unsigned found = 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(words); i++)
        for (size_t k = 0; k < sizeof every / sizeof *every; k++)
            if (!PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(words, i), every[k].name)) found |= every[k].kinds;
    return found;
}

/* The schema of a number, into `found`; -1 is the one that every value is valid against. */
static int schema_of(PlanObject *p, PyObject *number, Schema **found) {
    Py_ssize_t i = PyLong_AsSsize_t(number);
    if (PyErr_Occurred()) return -1;
    if (i >= p->count) return PyErr_SetString(PyExc_IndexError, "no such schema"), -1;
    *found = i < 0 ? NULL : p->schemas + i;
    return 0;
}

static Schema **schemas_of(PlanObject *p, PyObject *numbers, Py_ssize_t *count) {
    *count = PyTuple_GET_SIZE(numbers);
    Schema **found = PyMem_Calloc(*count ? *count : 1, sizeof *found);
    for (Py_ssize_t i = 0; found && i < *count; i++)
        if (schema_of(p, PyTuple_GET_ITEM(numbers, i), found + i)) return NULL;
    return found;
}

/* A test is ("listed", set), ("prefix", text), ("any",) or (the name of a method, expression), perhaps with an automaton:
   first state, letter -> class, state and class -> state, how states end. */
static void test_of(PyObject *said, Test *t) {
    PyObject *word = PyTuple_GET_ITEM(said, 0);
    if (!PyUnicode_CompareWithASCIIString(word, "any")) return;
    PyObject *what = Py_NewRef(PyTuple_GET_ITEM(said, 1));
    if (!PyUnicode_CompareWithASCIIString(word, "listed")) t->listed = what;
    else if (!PyUnicode_CompareWithASCIIString(word, "prefix")) t->prefix = what;
    else {
        t->regex = what;
        t->method = Py_NewRef(word);
        if (PyTuple_GET_SIZE(said) < 6) return;
        Py_INCREF(said); /* which holds the bytes */
        t->start = (int)PyLong_AsLong(PyTuple_GET_ITEM(said, 2));
        t->classes = (const unsigned char *)PyBytes_AS_STRING(PyTuple_GET_ITEM(said, 3));
        t->table = (const unsigned char *)PyBytes_AS_STRING(PyTuple_GET_ITEM(said, 4));
        t->ends = (const unsigned char *)PyBytes_AS_STRING(PyTuple_GET_ITEM(said, 5));
        t->width = (int)(PyBytes_GET_SIZE(PyTuple_GET_ITEM(said, 4)) / PyBytes_GET_SIZE(PyTuple_GET_ITEM(said, 5)));
    }
}

static PyObject *numbered(PyObject *table, PyObject *name, Py_ssize_t i) {
    PyObject *number = PyLong_FromSsize_t(i);
    int failed = !number || PyDict_SetItem(table, name, number);
    Py_XDECREF(number);
    return failed ? NULL : table;
}

/* (entries, tests of names with schemas, others): an entry is (name, schema, required, declared). */
static int parse_members(PlanObject *p, Op *o, PyObject *const *a) {
    o->count = PyTuple_GET_SIZE(a[0]);
    o->patterns = PyTuple_GET_SIZE(a[1]);
    o->entries = PyMem_Calloc(o->count + 1, sizeof(Entry));
    o->matching = PyMem_Calloc(o->patterns + 1, sizeof(Matching));
    o->table = PyDict_New();
    if (!o->entries || !o->matching || !o->table) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < o->count; i++) {
        PyObject *said = PyTuple_GET_ITEM(a[0], i);
        Entry *e = o->entries + i;
        e->name = Py_NewRef(PyTuple_GET_ITEM(said, 0));
        PyUnicode_InternInPlace(&e->name);
        e->required = PyTuple_GET_ITEM(said, 2) == Py_True;
        e->declared = PyTuple_GET_ITEM(said, 3) == Py_True;
        o->low += e->required;
        if (schema_of(p, PyTuple_GET_ITEM(said, 1), &e->schema) || !numbered(o->table, e->name, i)) return -1;
    }
    for (Py_ssize_t i = 0; i < o->patterns; i++) {
        PyObject *said = PyTuple_GET_ITEM(a[1], i);
        test_of(PyTuple_GET_ITEM(said, 0), &o->matching[i].test);
        if (schema_of(p, PyTuple_GET_ITEM(said, 1), &o->matching[i].schema)) return -1;
    }
    o->closed = a[2] == Py_False;
    return o->closed || a[2] == Py_None ? 0 : schema_of(p, a[2], &o->other);
}

/* (exactly one, groups): a group is (kinds, schemas, names of which one is enough or None), perhaps with a tag and its
   values: the alternatives that it tells stand first. */
static int parse_choice(PlanObject *p, Op *o, PyObject *const *a) {
    o->exactly = a[0] == Py_True;
    o->count = PyTuple_GET_SIZE(a[1]);
    o->groups = PyMem_Calloc(o->count + 1, sizeof(Group));
    if (!o->groups) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < o->count; i++) {
        PyObject *said = PyTuple_GET_ITEM(a[1], i);
        Group *g = o->groups + i;
        g->kinds = kinds_of(PyTuple_GET_ITEM(said, 0));
        g->schemas = schemas_of(p, PyTuple_GET_ITEM(said, 1), &g->count);
        if (!g->schemas) return -1;
        if (PyTuple_GET_ITEM(said, 2) != Py_None) g->names = Py_NewRef(PyTuple_GET_ITEM(said, 2));
        if (PyTuple_GET_SIZE(said) < 5) continue;
        PyObject *values = PyTuple_GET_ITEM(said, 4);
        g->tag = Py_NewRef(PyTuple_GET_ITEM(said, 3));
        PyUnicode_InternInPlace(&g->tag);
        g->table = PyDict_New();
        g->first = PyTuple_GET_SIZE(values);
        for (Py_ssize_t k = 0; k < g->first; k++) {
            PyObject *several = PyTuple_GET_ITEM(values, k);
            for (Py_ssize_t n = 0; n < PyTuple_GET_SIZE(several); n++)
                if (!g->table || !numbered(g->table, PyTuple_GET_ITEM(several, n), k)) return -1;
        }
    }
    return 0;
}

/* What has been evaluated: None for everything, or (names, tests, elements from the front, schemas of elements, guards);
   a guard is (schema, whether it is to be valid, what then is) or (name, what then is). */
static Cover *cover_of(PlanObject *p, PyObject *said) {
    Cover *c = PyMem_Calloc(1, sizeof *c);
    if (!c) return NULL;
    c->everything = said == Py_None;
    if (c->everything) return c;
    PyObject *tests = PyTuple_GET_ITEM(said, 1), *guards = PyTuple_GET_ITEM(said, 4);
    c->names = Py_NewRef(PyTuple_GET_ITEM(said, 0));
    c->tests = PyTuple_GET_SIZE(tests);
    c->prefix = PyLong_AsSsize_t(PyTuple_GET_ITEM(said, 2));
    c->schemas = schemas_of(p, PyTuple_GET_ITEM(said, 3), &c->matching);
    c->guards = PyTuple_GET_SIZE(guards);
    c->test = PyMem_Calloc(c->tests + 1, sizeof(Test));
    c->guard = PyMem_Calloc(c->guards + 1, sizeof(Guard));
    if (!c->schemas || !c->test || !c->guard) return NULL;
    for (Py_ssize_t i = 0; i < c->tests; i++) test_of(PyTuple_GET_ITEM(tests, i), c->test + i);
    for (Guard *g = c->guard, *end = g + c->guards; g < end; g++) {
        PyObject *one = PyTuple_GET_ITEM(guards, g - c->guard);
        int named = PyTuple_GET_SIZE(one) == 2;
        if (named) g->name = Py_NewRef(PyTuple_GET_ITEM(one, 0));
        else if (schema_of(p, PyTuple_GET_ITEM(one, 0), &g->schema)) return NULL;
        g->wanted = !named && PyTuple_GET_ITEM(one, 1) == Py_True;
        if (!(g->inner = cover_of(p, PyTuple_GET_ITEM(one, named ? 1 : 2)))) return NULL;
    }
    return c;
}

static int limits(Op *o, PyObject *low, PyObject *high) {
    o->low = PyLong_AsSsize_t(low);
    o->high = high == Py_None ? PY_SSIZE_T_MAX : PyLong_AsSsize_t(high);
    return PyErr_Occurred() ? -1 : 0;
}

static int parse(PlanObject *p, Schema *s, Op *o, PyObject *said) {
    PyObject *const *a = PySequence_Fast_ITEMS(said) + 1;
    for (o->code = NEVER; PyUnicode_CompareWithASCIIString(a[-1], CODES[o->code].name); o->code++)
        if (o->code == LEFT) return PyErr_SetString(PyExc_ValueError, "no such operation"), -1;
    o->about = CODES[o->code].about;
    switch (o->code) {
    case NEVER: s->kinds = 0; o->about = 0; return 0;
    case TYPES: /* what is left to do is to refuse fractions */
        o->kinds = kinds_of(a[0]);
        s->kinds &= o->kinds & INTEGRAL ? o->kinds | REAL : o->kinds;
        o->about = o->kinds & INTEGRAL && !(o->kinds & REAL) ? REAL : 0;
        return 0;
    case AMONG: /* function, set, constants, other values */
        o->first = Py_NewRef(a[0]);
        if (a[1] != Py_None) o->table = Py_NewRef(a[1]);
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(a[2]); i++) {
            PyObject *v = PyTuple_GET_ITEM(a[2], i);
            o->kinds |= v == Py_None ? 1 : v == Py_True ? 2 : 4;
        }
        if (PyTuple_GET_SIZE(a[3])) o->second = Py_NewRef(a[3]);
        return 0;
    case SIZE: o->about = kinds_of(a[0]); return limits(o, a[1], a[2]);
    case MATCH: test_of(a[0], &o->test); return 0;
    case TEXT:
        o->first = Py_NewRef(a[0]);
        o->exactly = !PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(a[0], 0), "common_date_time");
        return 0;
    case UNIQUE: o->first = Py_NewRef(a[0]); return 0;
    case BOUNDS:
        for (int i = 0; i < 4; i++)
            if (a[i] != Py_None) o->bounds[i] = Py_NewRef(a[i]);
        return 0;
    case MULTIPLE: { /* function, numerator, denominator */
        int over;
        o->first = Py_NewRef(a[0]);
        o->bounds[0] = Py_NewRef(a[1]);
        o->bounds[1] = Py_NewRef(a[2]);
        if (PyLong_AsLongLongAndOverflow(a[2], &over) == 1 && !over) {
            o->divisor = PyLong_AsLongLongAndOverflow(a[1], &over);
            if (over || o->divisor >= 1LL << 53) o->divisor = 0;
        }
        return PyErr_Occurred() ? -1 : 0;
    }
    case PREFIX: case ALL: return (o->schemas = schemas_of(p, a[0], &o->count)) ? 0 : -1;
    case ITEMS: return schema_of(p, a[0], &o->schema) || limits(o, a[1], Py_None);
    case CONTAINS: return schema_of(p, a[0], &o->schema) || limits(o, a[1], a[2]);
    case MEMBERS: return parse_members(p, o, a);
    case NAMES: case NOT: return schema_of(p, a[0], &o->schema);
    case DEPENDENT: o->first = Py_NewRef(a[0]); o->second = Py_NewRef(a[1]); return 0;
    case WHERE: o->first = Py_NewRef(a[0]); return schema_of(p, a[1], &o->schema);
    case CHOICE: return parse_choice(p, o, a);
    case LEFT: /* kind, what has been evaluated, schema of the rest, False where there may be none */
        o->about = kinds_of(a[0]);
        o->closed = a[2] == Py_False;
        if (!(o->cover = cover_of(p, a[1]))) return PyErr_Occurred() ? -1 : (PyErr_NoMemory(), -1);
        return o->closed ? 0 : schema_of(p, a[2], &o->schema);
    case IF: return schema_of(p, a[0], &o->schema) || schema_of(p, a[1], &o->then) || schema_of(p, a[2], &o->other);
    }
    return -1;
}

/* A Plan is as old as its package, and never freed. */
static PyObject *plan_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(kwargs)) {
    PyObject *said, *names;
    if (!PyArg_ParseTuple(args, "O!O!", &PyTuple_Type, &said, &PyDict_Type, &names)) return NULL;
    PlanObject *p = (PlanObject *)type->tp_alloc(type, 0);
    if (!p) return NULL;
    p->names = Py_NewRef(names);
    p->count = PyTuple_GET_SIZE(said);
    p->schemas = PyMem_Calloc(p->count + 1, sizeof(Schema));
    if (!p->schemas) return Py_DECREF(p), PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < p->count; i++) {
        Schema *s = p->schemas + i;
        PyObject *ops = PyTuple_GET_ITEM(said, i);
        s->kinds = EVERY;
        s->ops = PyMem_Calloc(PyTuple_GET_SIZE(ops) + 1, sizeof(Op));
        if (!s->ops) return Py_DECREF(p), PyErr_NoMemory();
        Op *o = s->ops;
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(ops); k++) {
            if (parse(p, s, o, PyTuple_GET_ITEM(ops, k))) return Py_DECREF(p), NULL;
            if (o->about) o++;
            else memset(o, 0, sizeof *o);
        }
        s->count = o - s->ops;
    }
    return (PyObject *)p;
}
