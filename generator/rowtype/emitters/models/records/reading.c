/* JSON values -> records. */
#include "records.h"

/* Find what a reference leads to, when it is first followed: types refer to each other in rings. */
static int follow(RecordObject *r, Op *o) {
    PyObject *codec = PyObject_CallFunctionObjArgs(r->tools.linked, o->first, o->second, NULL);
    PyObject *load = codec ? PyObject_GetAttrString(codec, "load") : NULL;
    PyObject *dump = load ? PyObject_GetAttrString(codec, "dump") : NULL;
    Py_XDECREF(codec);
    if (!dump) { Py_XDECREF(load); return -1; }
    Py_XSETREF(o->dump, dump);
    if (PyCFunction_CheckExact(load) && PyCFunction_GET_FUNCTION(load) == (PyCFunction)(void (*)(void))record_load)
        o->record = (RecordObject *)PyCFunction_GET_SELF(load);
    Py_XSETREF(o->load, load);
    return 0;
}

static PyObject *read_op(RecordObject *r, Op *o, PyObject *v);

static int within(Op *o, PyObject *v) {
    static const int refusing[] = {Py_LT, Py_GT, Py_LE, Py_GE};
    for (int i = 0; i < 4; i++)
        if (o->bounds[i]) {
            int bad = PyObject_RichCompareBool(v, o->bounds[i], refusing[i]);
            if (bad) { if (bad > 0) refuse(); return 0; }
        }
    return 1;
}

static int is_text(Op *o, PyObject *v) {
    if (!PyUnicode_CheckExact(v)) return refuse(), 0;
    Py_ssize_t n = PyUnicode_GET_LENGTH(v);
    if (n < o->low || n > o->high) return refuse(), 0;
    for (Py_ssize_t i = 0; i < (o->first ? PyTuple_GET_SIZE(o->first) : 0); i++) {
        PyObject *match = PyObject_CallOneArg(PyTuple_GET_ITEM(o->first, i), v);
        int is = match ? PyObject_IsTrue(match) : -1;
        Py_XDECREF(match);
        if (is <= 0) { if (!is) refuse(); return 0; }
    }
    return 1;
}

static PyObject *kept(PyObject *v, int is) { return is ? Py_NewRef(v) : NULL; }

static PyObject *read_format(RecordObject *r, Op *o, PyObject *v) {
    if (o->count) {
        PyObject *text = read_op(r, o->parts, v);
        if (!text) return NULL;
        Py_DECREF(text);
    }
    PyObject *made = o->moment ? usual_moment(o, v) : NULL;
    if (!made && !PyErr_Occurred()) made = PyObject_CallOneArg(o->first, v);
    if (!made && o->soft && PyErr_ExceptionMatches(PyExc_ValueError)) {
        PyErr_Clear();
        made = Py_NewRef(v);
    }
    return made;
}

static PyObject *read_whole(RecordObject *r, Op *o, PyObject *v) {
    PyObject *made = PyLong_CheckExact(v) ? Py_NewRef(v) : PyObject_CallOneArg(r->tools.whole, v);
    if (made && !within(o, made)) Py_CLEAR(made);
    return made;
}

static PyObject *read_literal(RecordObject *r, Op *o, PyObject *v) {
    PyObject *made = o->kinds == INTEGER ? read_whole(r, o, v)
        : o->kinds & kind_of(v) ? Py_NewRef(v) : refuse();
    int is = made ? PySequence_Contains(o->first, made) : -1;
    if (is <= 0) { Py_CLEAR(made); if (!is) refuse(); }
    return made;
}

static PyObject *read_member(Op *o, PyObject *v) {
    if (kind_of(v) != o->kinds) return refuse();
    PyObject *member = PyDict_GetItemWithError(o->first, v);
    if (!member && !PyErr_Occurred()) { if (o->soft) member = v; else refuse(); }
    return Py_XNewRef(member);
}

static PyObject *read_array(RecordObject *r, Op *o, PyObject *v) {
    if (!PyList_CheckExact(v)) return refuse();
    Py_ssize_t n = PyList_GET_SIZE(v);
    if (n < o->low || n > o->high) return refuse();
    PyObject *out = PyList_New(n);
    for (Py_ssize_t i = 0; out && i < n; i++) {
        if (i >= PyList_GET_SIZE(v)) { Py_CLEAR(out); return refuse(); } /* it changed meanwhile */
        PyObject *item = Py_NewRef(PyList_GET_ITEM(v, i)), *made = read_op(r, o->parts, item);
        Py_DECREF(item);
        if (made) PyList_SET_ITEM(out, i, made);
        else Py_CLEAR(out);
    }
    return out;
}

static PyObject *read_tuple(RecordObject *r, Op *o, PyObject *v) {
    if (!PyList_CheckExact(v) || PyList_GET_SIZE(v) != o->count) return refuse();
    PyObject *out = PyTuple_New(o->count);
    for (Py_ssize_t i = 0; out && i < o->count; i++) {
        if (i >= PyList_GET_SIZE(v)) { Py_CLEAR(out); return refuse(); }
        PyObject *item = Py_NewRef(PyList_GET_ITEM(v, i)), *made = read_op(r, o->parts + i, item);
        Py_DECREF(item);
        if (made) PyTuple_SET_ITEM(out, i, made);
        else Py_CLEAR(out);
    }
    return out;
}

/* The values of an object, each as the operation makes it; but for those under the keys in `without`. */
static PyObject *read_values(RecordObject *r, Op *o, PyObject *v, PyObject *without) {
    PyObject *out = PyDict_New(), *key, *value;
    Py_ssize_t at = 0;
    while (out && PyDict_Next(v, &at, &key, &value)) {
        int known = without ? PyDict_Contains(without, key) : 0;
        if (known > 0) continue;
        Py_INCREF(key);
        Py_INCREF(value);
        PyObject *made = known < 0 ? NULL : read_op(r, o, value);
        if (!made || PyDict_SetItem(out, key, made)) Py_CLEAR(out);
        Py_XDECREF(made);
        Py_DECREF(value);
        Py_DECREF(key);
    }
    return out;
}

static PyObject *read_reference(RecordObject *r, Op *o, PyObject *v) {
    if (!o->load && follow(r, o)) return NULL;
    return o->record ? read_record(o->record, v) : PyObject_CallOneArg(o->load, v);
}

static PyObject *read_tagged(RecordObject *r, Op *o, PyObject *v) {
    PyObject *tag = PyDict_CheckExact(v) ? PyDict_GetItemWithError(v, o->first) : NULL;
    if (!tag || !PyUnicode_CheckExact(tag)) return PyErr_Occurred() ? NULL : refuse();
    PyObject *number = PyDict_GetItemWithError(o->second, tag);
    if (!number) return PyErr_Occurred() ? NULL : refuse();
    return read_reference(r, o->parts + PyLong_AsSsize_t(number), v);
}

static PyObject *read_op(RecordObject *r, Op *o, PyObject *v) {
    switch (o->code) {
    case ANY: return Py_NewRef(v);
    case KINDS: return kind_of(v) & o->kinds ? Py_NewRef(v) : refuse();
    case TEXT: return kept(v, is_text(o, v));
    case NONE: return v == Py_None ? Py_NewRef(v) : refuse();
    case BOOLEAN: return PyBool_Check(v) ? Py_NewRef(v) : refuse();
    case NUMBER: return PyLong_CheckExact(v) || PyFloat_CheckExact(v) ? kept(v, within(o, v)) : refuse();
    case EXACT: return PyLong_CheckExact(v) ? kept(v, within(o, v)) : refuse();
    case WHOLE: return read_whole(r, o, v);
    case FORMAT: return read_format(r, o, v);
    case MEMBERS: return read_member(o, v);
    case LITERALS: return read_literal(r, o, v);
    case ARRAY: return read_array(r, o, v);
    case TUPLE: return read_tuple(r, o, v);
    case MAP: return PyDict_CheckExact(v) ? read_values(r, o->parts, v, NULL) : refuse();
    case RECORD: return read_reference(r, o, v);
    case TRIED: return PyObject_CallFunctionObjArgs(r->tools.best, o->first, v, NULL);
    case TAGGED: return read_tagged(r, o, v);
    case UNION: {
        unsigned kind = kind_of(v);
        for (Py_ssize_t i = 0; i < o->count; i++)
            if (o->parts[i].kinds & kind) return read_op(r, o->parts[i].parts, v);
    }
    }
    return refuse();
}

/* What a record keeps beside its fields, of which `found` are there, into `made`. */
static int read_rest(RecordObject *r, PyObject *payload, PyObject *made, Py_ssize_t found) {
    Py_ssize_t others = PyDict_GET_SIZE(payload) - found;
    PyObject *extra = NULL;
    if (!r->extra && others) return refuse(), -1;
    if (r->extra < 2) return 0;
    if (!others && (r->count || r->rest.code != ANY)) extra = Py_NewRef(Py_None);
    else {
        extra = read_values(r, &r->rest, payload, r->known);
        if (!extra) return -1;
        if (PyDict_GET_SIZE(extra) != others) { Py_DECREF(extra); return refuse(), -1; }
    }
    *slot(made, r->offset) = extra;
    return 0;
}

static PyObject *read_record(RecordObject *r, PyObject *payload) {
    if (!PyDict_CheckExact(payload) || !r->cls) return refuse();
    if (enter()) return NULL;
    PyObject *made = r->cls->tp_alloc(r->cls, 0);
    Py_ssize_t found = 0;
    for (Field *f = r->fields, *end = f + r->count; made && f < end; f++) {
        PyObject *v = PyDict_GetItemWithError(payload, f->key), *value;
        if (v) {
            if (v == f->absent) { refuse(); Py_CLEAR(made); break; } /* null, where that is not allowed */
            found++;
            Py_INCREF(v);
            value = read_op(r, &f->op, v);
            Py_DECREF(v);
        } else
            value = PyErr_Occurred() ? NULL : f->absent ? Py_NewRef(f->absent) : refuse();
        if (value) *slot(made, f->offset) = value;
        else Py_CLEAR(made);
    }
    if (made && read_rest(r, payload, made, found)) Py_CLEAR(made);
    return leave(made);
}

