/* Records -> JSON values. */
#include "records.h"

static PyObject *write_op(RecordObject *r, Op *o, PyObject *v);

static PyObject *copied(PyObject *v) {
    PyObject *out = NULL;
    switch (kind_of(v)) {
    case STRING: case NOTHING: case INTEGER: case TRUTH: return Py_NewRef(v);
    case REAL: return isfinite(PyFloat_AS_DOUBLE(v)) ? Py_NewRef(v) : refuse();
    case LIST:
        if (enter()) return NULL;
        out = PyList_New(0);
        for (Py_ssize_t i = 0; out && i < PyList_GET_SIZE(v); i++) {
            PyObject *made = copied(PyList_GET_ITEM(v, i));
            if (!made || PyList_Append(out, made)) Py_CLEAR(out);
            Py_XDECREF(made);
        }
        return leave(out);
    case OBJECT: {
        PyObject *key, *value;
        Py_ssize_t at = 0;
        if (enter()) return NULL;
        out = PyDict_New();
        while (out && PyDict_Next(v, &at, &key, &value)) {
            PyObject *made = PyUnicode_CheckExact(key) ? copied(value) : refuse();
            if (!made || PyDict_SetItem(out, key, made)) Py_CLEAR(out);
            Py_XDECREF(made);
        }
        return leave(out);
    }
    }
    return refuse();
}

static PyObject *write_whole(RecordObject *r, PyObject *v) {
    return PyLong_CheckExact(v) ? Py_NewRef(v) : PyObject_CallOneArg(r->tools.write_whole, v);
}

static PyObject *write_array(RecordObject *r, Op *o, PyObject *v) {
    if (!PyList_CheckExact(v)) return refuse();
    PyObject *out = PyList_New(PyList_GET_SIZE(v));
    for (Py_ssize_t i = 0; out && i < PyList_GET_SIZE(out); i++) {
        if (i >= PyList_GET_SIZE(v)) { Py_CLEAR(out); return refuse(); }
        PyObject *item = Py_NewRef(PyList_GET_ITEM(v, i)), *made = write_op(r, o->parts, item);
        Py_DECREF(item);
        if (made) PyList_SET_ITEM(out, i, made);
        else Py_CLEAR(out);
    }
    return out;
}

static PyObject *write_tuple(RecordObject *r, Op *o, PyObject *v) {
    if (!PyTuple_CheckExact(v) || PyTuple_GET_SIZE(v) != o->count) return refuse();
    PyObject *out = PyList_New(o->count);
    for (Py_ssize_t i = 0; out && i < o->count; i++) {
        PyObject *made = write_op(r, o->parts + i, PyTuple_GET_ITEM(v, i));
        if (made) PyList_SET_ITEM(out, i, made);
        else Py_CLEAR(out);
    }
    return out;
}

/* Put the values of an object into `out`, under keys that are not there yet. */
static int write_values(RecordObject *r, Op *o, PyObject *v, PyObject *out) {
    PyObject *key, *value;
    Py_ssize_t at = 0;
    int failed = PyDict_CheckExact(v) ? 0 : (refuse(), 1);
    while (!failed && PyDict_Next(v, &at, &key, &value)) {
        if (!PyUnicode_CheckExact(key)) return refuse(), -1;
        Py_INCREF(key);
        Py_INCREF(value);
        PyObject *made = write_op(r, o, value);
        failed = !made || !PyDict_SetDefault(out, key, made);
        Py_XDECREF(made);
        Py_DECREF(value);
        Py_DECREF(key);
    }
    return failed ? -1 : 0;
}

static PyObject *write_map(RecordObject *r, Op *o, PyObject *v) {
    PyObject *out = PyDict_New();
    if (out && write_values(r, o->parts, v, out)) Py_CLEAR(out);
    return out;
}

static PyObject *write_reference(RecordObject *r, Op *o, PyObject *v) {
    if (!o->load && follow(r, o)) return NULL;
    return o->record ? write_record(o->record, v) : PyObject_CallOneArg(o->dump, v);
}

/* Whether a value is of the Python type that an operation makes: 1, 0, or -1 with an error. */
static int is_of(RecordObject *r, Op *o, PyObject *v) {
    switch (o->code) {
    case NUMBER: case WHOLE: case EXACT: return kind_of(v) & (INTEGER | REAL) ? 1 : 0;
    case LITERALS: return kind_of(v) & (o->kinds == INTEGER ? INTEGER | REAL : o->kinds) ? 1 : 0;
    case FORMAT: return PyObject_IsInstance(v, o->cls);
    case MEMBERS: return (PyObject *)Py_TYPE(v) == o->cls;
    case ARRAY: return PyList_CheckExact(v);
    case TUPLE: return PyTuple_CheckExact(v);
    case MAP: return PyDict_CheckExact(v);
    case RECORD:
        if (!o->load && follow(r, o)) return -1;
        return o->record ? Py_TYPE(v) == o->record->cls : (refuse(), -1);
    case TAGGED:
        for (Py_ssize_t i = 0; i < o->count; i++) {
            int is = is_of(r, o->parts + i, v);
            if (is) return is;
        }
        return 0;
    default: return refuse(), -1; /* what programs see as JSON itself is copied */
    }
}

static PyObject *write_union(RecordObject *r, Op *o, PyObject *v) {
    for (Py_ssize_t i = 0; i < o->count; i++)
        if (!o->parts[i].plain) {
            int is = is_of(r, o->parts[i].parts, v);
            if (is) return is < 0 ? NULL : write_op(r, o->parts[i].parts, v);
        }
    return o->plain ? copied(v) : refuse();
}

static PyObject *write_format(Op *o, PyObject *v) {
    if (!o->sure && PyUnicode_CheckExact(v)) return Py_NewRef(v);
    PyObject *text = remembered(o, v);
    if (text) return Py_NewRef(text);
    if (!is_local(o, v)) return PyObject_CallOneArg(o->second, v);
    char iso[26];
    return PyUnicode_FromStringAndSize(iso, isoformat(v, iso));
}

static PyObject *write_op(RecordObject *r, Op *o, PyObject *v) {
    switch (o->code) {
    case ANY: case KINDS: return copied(v);
    case TEXT: return PyUnicode_CheckExact(v) ? Py_NewRef(v) : refuse();
    case NONE: return v == Py_None ? Py_NewRef(v) : refuse();
    case BOOLEAN: return PyBool_Check(v) ? Py_NewRef(v) : refuse();
    case NUMBER: return kind_of(v) & (INTEGER | REAL) ? copied(v) : refuse();
    case WHOLE: case EXACT: return write_whole(r, v);
    case FORMAT: return write_format(o, v);
    case MEMBERS:
        if (PyUnicode_CheckExact(v) && o->kinds == STRING) return Py_NewRef(v);
        if ((PyObject *)Py_TYPE(v) != o->cls) return refuse();
        return o->kinds == STRING ? PyUnicode_FromObject(v) : PyObject_GetAttrString(v, "value");
    case LITERALS: return o->kinds == INTEGER ? write_whole(r, v) : kind_of(v) & o->kinds ? Py_NewRef(v) : refuse();
    case ARRAY: return write_array(r, o, v);
    case TUPLE: return write_tuple(r, o, v);
    case MAP: return write_map(r, o, v);
    case UNION: return write_union(r, o, v);
    case RECORD: return write_reference(r, o, v);
    case TRIED: return PyObject_CallOneArg(o->second, v);
    case TAGGED:
        for (Py_ssize_t i = 0; i < o->count; i++) {
            int is = is_of(r, o->parts + i, v);
            if (is) return is < 0 ? NULL : write_reference(r, o->parts + i, v);
        }
    }
    return refuse();
}

static int write_fields(RecordObject *r, PyObject *record, PyObject *out) {
    for (Field *f = r->fields, *end = f + r->count; f < end; f++) {
        PyObject *v = *slot(record, f->offset), *made;
        if (!v) return refuse(), -1;
        if (v == f->absent) continue;
        Py_INCREF(v);
        made = write_op(r, &f->op, v);
        Py_DECREF(v);
        int failed = !made || PyDict_SetItem(out, f->key, made);
        Py_XDECREF(made);
        if (failed) return -1;
    }
    if (r->extra == 2) {
        PyObject *extra = *slot(record, r->offset);
        if (!extra) return refuse(), -1;
        if (extra != Py_None) {
            Py_INCREF(extra);
            int failed = write_values(r, &r->rest, extra, out);
            Py_DECREF(extra);
            return failed;
        }
    }
    return 0;
}

static PyObject *write_record(RecordObject *r, PyObject *record) {
    if (Py_TYPE(record) != r->cls) return refuse();
    if (enter()) return NULL;
    PyObject *out = PyDict_New();
    if (out && write_fields(r, record, out)) Py_CLEAR(out);
    return leave(out);
}

