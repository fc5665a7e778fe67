/* What a schema asserts of a value, and what it leaves to other schemas. */
#include "verdicts.h"

/* Whether an object has one of some properties: a frozenset of many. */
static int mentions(PyObject *v, PyObject *names) {
    PyObject *name;
    Py_ssize_t at = 0;
    int is = 0;
    while (!is && PyDict_Next(v, &at, &name, NULL)) is = PyUnicode_CheckExact(name) ? PySet_Contains(names, name) : ASK;
    return is;
}

static int choice(PlanObject *p, Op *o, PyObject *v, unsigned kind, int depth) {
    Group *g = o->groups, *end = g + o->count;
    while (g < end && !(g->kinds & kind)) g++;
    if (g == end) return 0;
    Py_ssize_t start = 0;
    int found = 0;
    if (g->names) {
        int is = kind == OBJECT ? mentions(v, g->names) : 1;
        if (is) return is;
    }
    if (g->tag && kind == OBJECT) {
        PyObject *value = PyDict_GetItemWithError(v, g->tag);
        if (!value && PyErr_Occurred()) return ASK;
        if (value && PyUnicode_CheckExact(value)) {
            PyObject *number = PyDict_GetItemWithError(g->table, value);
            if (number) {
                found = check(p, g->schemas[PyLong_AsSsize_t(number)], v, depth);
                if (found < 0 || (found && !o->exactly)) return found;
            } else if (PyErr_Occurred()) return ASK;
            start = g->first;
        }
    }
    for (Py_ssize_t i = start; i < g->count; i++) {
        int is = g->schemas[i] ? check(p, g->schemas[i], v, depth) : 1;
        if (is < 0 || (is && !o->exactly)) return is;
        found += is;
        if (found > 1) return 0;
    }
    return found;
}

static int all(PlanObject *p, Op *o, PyObject *v, int depth) {
    for (Py_ssize_t i = 0; i < o->count; i++) {
        int is = o->schemas[i] ? check(p, o->schemas[i], v, depth) : 1;
        if (is <= 0) return is;
    }
    return 1;
}

static int branch(PlanObject *p, Op *o, PyObject *v, int depth) {
    int is = o->schema ? check(p, o->schema, v, depth) : 1;
    if (is < 0) return is;
    Schema *s = is ? o->then : o->other;
    return s ? check(p, s, v, depth) : 1;
}

static int run(PlanObject *p, Schema *s, PyObject *v, unsigned kind, int depth) {
    if (++depth > DEEPEST) return ASK;
    for (Op *o = s->ops, *end = o + s->count; o < end; o++) {
        int is = 1;
        if (!(o->about & kind)) continue;
        switch (o->code) {
        case NEVER: return 0;
        case TYPES: is = floor(PyFloat_AS_DOUBLE(v)) == PyFloat_AS_DOUBLE(v); break;
        case AMONG: is = among(p, o, v, kind); break;
        case SIZE: is = size(v, kind) >= o->low && size(v, kind) <= o->high; break;
        case MATCH: is = matches(&o->test, v); break;
        case TEXT: is = of_text(p, o, v); break;
        case BOUNDS: is = within(o, v); break;
        case MULTIPLE: is = multiple(p, o, v); break;
        case PREFIX: is = prefix(p, o, v, depth); break;
        case ITEMS: is = items(p, o, v, depth); break;
        case CONTAINS: is = contains(p, o, v, depth); break;
        case UNIQUE: is = unique(p, o, v); break;
        case MEMBERS: is = members(p, o, v, depth); break;
        case NAMES: is = names(p, o, v, depth); break;
        case DEPENDENT: case WHERE: is = dependent(p, o, v, depth); break;
        case ALL: is = all(p, o, v, depth); break;
        case CHOICE: is = choice(p, o, v, kind, depth); break;
        case NOT:
            is = o->schema ? check(p, o->schema, v, depth) : 1;
            is = is < 0 ? ASK : !is;
            break;
        case IF: is = branch(p, o, v, depth); break;
        case LEFT: is = kind == LIST ? left_items(p, o, v, depth) : left_members(p, o, v, depth); break;
        }
        if (is <= 0) return is;
    }
    return 1;
}
