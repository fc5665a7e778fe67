/* Plans as operations, and what a Record holds from its making to its end. */
#include "records.h"

static const char *const CODES[] = {"any", "kinds", "null", "boolean", "text", "number", "whole", "exact", "format",
                                    "members", "literals", "array", "tuple", "map", "union", "record", "tried", "tagged"};

static int parse(RecordObject *r, PyObject *plan, Op *o);

static unsigned kinds_of(PyObject *names) {
    static const struct { const char *name; unsigned kinds; } all[] = {
        {"null", NOTHING}, {"boolean", TRUTH}, {"whole", INTEGER}, {"number", INTEGER | REAL}, {"string", STRING},
        {"array", LIST}, {"object", OBJECT}};
    unsigned found = 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++)
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            if (!PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, i), all[k].name)) found |= all[k].kinds;
    return found;
}

static int parse_parts(RecordObject *r, PyObject *plans, Op *o) {
    o->count = PyTuple_GET_SIZE(plans);
    o->parts = PyMem_Calloc(o->count ? o->count : 1, sizeof(Op));
    if (!o->parts) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < o->count; i++)
        if (parse(r, PyTuple_GET_ITEM(plans, i), o->parts + i)) return -1;
    return 0;
}

static int parse_part(RecordObject *r, PyObject *plan, Op *o) {
    PyObject *one = PyTuple_Pack(1, plan);
    int failed = !one || parse_parts(r, one, o);
    Py_XDECREF(one);
    return failed ? -1 : 0;
}

/* Where instances hold an attribute; -1 with an error where they have no slot for it. */
static Py_ssize_t offset_of(PyTypeObject *cls, const char *name) {
    PyObject *found = PyObject_GetAttrString((PyObject *)cls, name);
    Py_ssize_t offset = -1;
    if (found && Py_IS_TYPE(found, &PyMemberDescr_Type))
        offset = ((PyMemberDescrObject *)found)->d_member->offset;
    else if (found)
        PyErr_SetString(PyExc_TypeError, "an attribute of a record has no slot");
    Py_XDECREF(found);
    return offset;
}

/* Let dates and times that are usual be read and written here. */
static int parse_moment(RecordObject *r, Op *o) {
    PyObject *module = PyObject_CallFunction(r->tools.beside, "s", "_moments");
    PyObject *cls = module ? PyObject_GetAttrString(module, "DateTime") : NULL;
    PyObject *local = cls ? PyObject_GetAttrString(module, "date_time") : NULL;
    o->moment = (PyTypeObject *)cls;
    o->local = local && o->first == local;
    o->text = local ? offset_of(o->moment, "text") : -1;
    Py_XDECREF(module);
    Py_XDECREF(local);
    return o->text < 0 ? -1 : 0;
}

static int parse(RecordObject *r, PyObject *plan, Op *o) {
    PyObject *const *a = PySequence_Fast_ITEMS(plan) + 1;
    Py_ssize_t n = PyTuple_GET_SIZE(plan) - 1;
    for (o->code = ANY; PyUnicode_CompareWithASCIIString(a[-1], CODES[o->code]); o->code++)
        if (o->code == TAGGED) return PyErr_SetString(PyExc_ValueError, "no such operation"), -1;
    o->high = PY_SSIZE_T_MAX;
    switch (o->code) {
    case ANY: case NONE: case BOOLEAN: return 0;
    case KINDS: o->kinds = kinds_of(a[0]); return 0;
    case TEXT:
        if (!n) return 0;
        o->low = PyLong_AsSsize_t(a[0]);
        if (a[1] != Py_None) o->high = PyLong_AsSsize_t(a[1]);
        o->first = Py_NewRef(a[2]);
        break;
    case NUMBER: case WHOLE: case EXACT:
        for (Py_ssize_t i = 0; i < n && i < 4; i++)
            if (a[i] != Py_None) o->bounds[i] = Py_NewRef(a[i]);
        return 0;
    case FORMAT:
        o->first = Py_NewRef(a[0]);
        o->second = Py_NewRef(a[1]);
        o->cls = Py_NewRef(a[2]);
        o->soft = a[3] == Py_True;
        o->sure = a[4] == Py_True;
        if (o->cls == (PyObject *)PyDateTimeAPI->DateTimeType && parse_moment(r, o)) return -1;
        return n > 5 ? parse_part(r, a[5], o) : 0;
    case MEMBERS:
        o->first = Py_NewRef(a[0]);
        o->cls = Py_NewRef(a[1]);
        o->kinds = kinds_of(a[2]);
        o->soft = a[3] == Py_True;
        return 0;
    case LITERALS:
        o->kinds = kinds_of(a[0]);
        o->first = Py_NewRef(a[1]);
        return 0;
    case ARRAY:
        if (n > 1) {
            o->low = PyLong_AsSsize_t(a[1]);
            if (a[2] != Py_None) o->high = PyLong_AsSsize_t(a[2]);
        }
        return PyErr_Occurred() ? -1 : parse_part(r, a[0], o);
    case MAP: return parse_part(r, a[0], o);
    case TUPLE: return parse_parts(r, a[0], o);
    case RECORD: case TRIED:
        o->first = Py_NewRef(a[0]);
        o->second = Py_NewRef(a[1]);
        return 0;
    case TAGGED:
        o->first = Py_NewRef(a[0]);
        o->second = Py_NewRef(a[1]);
        return parse_parts(r, a[2], o);
    case UNION: /* alternatives are (kinds, whether it is JSON itself, its operation) */
        o->plain = a[0] == Py_True;
        o->count = PyTuple_GET_SIZE(a[1]);
        o->parts = PyMem_Calloc(o->count, sizeof(Op));
        if (!o->parts) return PyErr_NoMemory(), -1;
        for (Py_ssize_t i = 0; i < o->count; i++) {
            PyObject *one = PyTuple_GET_ITEM(a[1], i);
            o->parts[i].kinds = kinds_of(PyTuple_GET_ITEM(one, 0));
            o->parts[i].plain = PyTuple_GET_ITEM(one, 1) == Py_True;
            if (parse_part(r, PyTuple_GET_ITEM(one, 2), o->parts + i)) return -1;
        }
        return 0;
    }
    return PyErr_Occurred() ? -1 : 0;
}

/* (wire name, attribute, 0, None or UNSET, operation) */
static int parse_field(RecordObject *r, PyObject *told, Py_ssize_t i) {
    Field *f = r->fields + i;
    PyObject *absent = PyTuple_GET_ITEM(told, 2);
    const char *attribute = PyUnicode_AsUTF8(PyTuple_GET_ITEM(told, 1));
    f->key = Py_NewRef(PyTuple_GET_ITEM(told, 0));
    PyUnicode_InternInPlace(&f->key);
    f->name = PyUnicode_AsUTF8AndSize(f->key, &f->size);
    if (!f->name) PyErr_Clear(); /* it has halves of surrogate pairs: texts with it are left to Python */
    else if (!(f->label = label_of(f->key))) return -1;
    else if (PyBytes_GET_SIZE(f->label) != f->size + 3) f->name = NULL; /* texts have escapes in it */
    f->ascii = PyUnicode_IS_ASCII(f->key);
    f->absent = PyLong_CheckExact(absent) ? NULL : Py_NewRef(absent);
    f->offset = attribute ? offset_of(r->cls, attribute) : -1;
    if (f->offset < 0 || parse(r, PyTuple_GET_ITEM(told, 3), &f->op)) return -1;
    PyObject *number = PyLong_FromSsize_t(i);
    int failed = !number || PyDict_SetItem(r->known, f->key, number);
    Py_XDECREF(number);
    return failed ? -1 : 0;
}

/* What an operation refers to, and its parts: visit or forget it. */
static int op_held(Op *o, visitproc visit, void *arg) {
    PyObject *held[] = {o->first, o->second, o->cls, o->bounds[0], o->bounds[1], o->bounds[2], o->bounds[3],
                        (PyObject *)o->moment, o->load, o->dump};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) Py_VISIT(held[i]);
    for (Py_ssize_t i = 0; o->parts && i < o->count; i++) {
        int stop = op_held(o->parts + i, visit, arg);
        if (stop) return stop;
    }
    return 0;
}

static int record_traverse(RecordObject *r, visitproc visit, void *arg) {
    PyObject *held[] = {(PyObject *)r->cls, r->load, r->dump, r->tools.whole, r->tools.write_whole, r->tools.best,
                        r->tools.linked, r->tools.beside, r->known};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) Py_VISIT(held[i]);
    for (Py_ssize_t i = 0; r->fields && i < r->count; i++) {
        Py_VISIT(r->fields[i].key);
        Py_VISIT(r->fields[i].absent);
        Py_VISIT(r->fields[i].label);
        int stop = op_held(&r->fields[i].op, visit, arg);
        if (stop) return stop;
    }
    return op_held(&r->rest, visit, arg);
}

static void free_parts(Op *o) {
    for (Py_ssize_t i = 0; o->parts && i < o->count; i++) free_parts(o->parts + i);
    PyMem_Free(o->parts);
}

static int forget(PyObject *held, void *Py_UNUSED(arg)) {
    Py_DECREF(held);
    return 0;
}

/* Its class refers to a Record, and it to its class: this is how both end.  What is left refuses everything. */
static int record_clear(RecordObject *r) {
    RecordObject old = *r;
    memset((char *)r + sizeof(PyObject), 0, sizeof *r - sizeof(PyObject));
    record_traverse(&old, forget, NULL);
    for (Py_ssize_t i = 0; old.fields && i < old.count; i++) free_parts(&old.fields[i].op);
    free_parts(&old.rest);
    PyMem_Free(old.fields);
    return 0;
}

static void record_dealloc(RecordObject *r) {
    PyObject_GC_UnTrack(r);
    record_clear(r);
    Py_TYPE(r)->tp_free(r);
}

static PyObject *record_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(kwargs)) {
    PyObject *cls, *load, *dump, *fields, *rest, *tools;
    int extra;
    if (!PyArg_ParseTuple(args, "O!OO(O!iO)O!", &PyType_Type, &cls, &load, &dump, &PyTuple_Type, &fields, &extra, &rest,
                          &PyDict_Type, &tools)) return NULL;
    RecordObject *r = (RecordObject *)type->tp_alloc(type, 0);
    if (!r) return NULL;
    PyObject **found[] = {&r->tools.whole, &r->tools.write_whole, &r->tools.best, &r->tools.linked,
                          &r->tools.beside};
    static const char *const names[] = {"whole", "write_whole", "best", "linked", "beside"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        *found[i] = Py_XNewRef(PyDict_GetItemString(tools, names[i]));
        if (!*found[i]) { PyErr_SetString(PyExc_KeyError, names[i]); goto failed; }
    }
    r->cls = (PyTypeObject *)Py_NewRef(cls);
    r->load = Py_NewRef(load);
    r->dump = Py_NewRef(dump);
    r->extra = extra;
    r->count = PyTuple_GET_SIZE(fields);
    r->fields = PyMem_Calloc(r->count ? r->count : 1, sizeof(Field));
    r->known = PyDict_New();
    if (!r->fields || !r->known) { PyErr_NoMemory(); goto failed; }
    for (Py_ssize_t i = 0; i < r->count; i++)
        if (parse_field(r, PyTuple_GET_ITEM(fields, i), i)) goto failed;
    if (extra == 2) {
        r->offset = offset_of(r->cls, "__extra__");
        if (r->offset < 0 || parse(r, rest, &r->rest)) goto failed;
    }
    return (PyObject *)r;
failed:
    Py_DECREF(r);
    return NULL;
}

