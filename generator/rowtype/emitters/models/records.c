/* Records read and written by plans, for packages that are compiled.

   `Record(cls, load, dump, plan, tools)` reads and writes what is usual; everything else, and whatever it would
   refuse, goes to `load` and `dump`, the Python functions about the same class, whose word is the last.  It may
   therefore refuse too much, but must never accept more than they do, nor make anything else of it.

   A plan is what `plans.py` prints.  Attributes are stored in the slots of the class, at their offsets.  A Record is
   as old as its class, which refers to it; neither is ever freed. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <datetime.h>
#include <structmember.h>

typedef enum { ANY, KINDS, NONE, BOOLEAN, TEXT, NUMBER, WHOLE, EXACT, FORMAT, MEMBERS, LITERALS, ARRAY, TUPLE, MAP,
               UNION, RECORD, TRIED, TAGGED } Code;
static const char *const CODES[] = {"any", "kinds", "null", "boolean", "text", "number", "whole", "exact", "format",
                                    "members", "literals", "array", "tuple", "map", "union", "record", "tried", "tagged"};

enum { NOTHING = 1, TRUTH = 2, INTEGER = 4, REAL = 8, STRING = 16, LIST = 32, OBJECT = 64 };

typedef struct { /* what a package's `_values` is asked for */
    PyObject *whole, *write_whole, *best, *linked;
} Tools;

typedef struct RecordObject RecordObject;
typedef struct Op Op;
struct Op {
    Code code;
    unsigned kinds;         /* of a union's alternative, or all that is accepted */
    int plain;              /* of a union: what no alternative is the type of is copied; of an alternative: it is */
    int soft, sure;         /* of a format: what it refuses stays text; nothing does */
    Py_ssize_t low, high;   /* length */
    PyObject *first, *second, *cls;
    PyObject *bounds[4];    /* at least, at most, above, below */
    Py_ssize_t count;
    Op *parts;
    PyObject **keys;        /* of a tagged choice */
    RecordObject *record;   /* of a reference, once it is followed */
    PyObject *load, *dump;  /* of a reference to what is no Record */
};

typedef struct {
    PyObject *key;    /* interned */
    PyObject *absent; /* NULL where the field is required */
    Py_ssize_t offset;
    Op op;
} Field;

struct RecordObject {
    PyObject_HEAD
    PyTypeObject *cls;
    PyObject *load, *dump;
    Tools tools;
    Py_ssize_t count, required;
    Field *fields;
    PyObject *known;   /* the set of wire names */
    int extra;         /* 0: other fields are refused; 1: dropped; 2: kept */
    Py_ssize_t offset; /* of what keeps them */
    Op rest;
};

static PyObject *read_record(RecordObject *r, PyObject *payload);
static PyObject *write_record(RecordObject *r, PyObject *record);

static PyObject *refuse(void) {
    PyErr_SetNone(PyExc_ValueError);
    return NULL;
}

static inline unsigned kind_of(PyObject *v) {
    PyTypeObject *t = Py_TYPE(v);
    return t == &PyUnicode_Type ? STRING : v == Py_None ? NOTHING : t == &PyLong_Type ? INTEGER
        : t == &PyFloat_Type ? REAL : t == &PyBool_Type ? TRUTH : t == &PyDict_Type ? OBJECT
        : t == &PyList_Type ? LIST : 0;
}

static inline PyObject **slot(PyObject *record, Py_ssize_t offset) {
    return (PyObject **)((char *)record + offset);
}

/* ------------------------------------------------------------------------------------------ references */

static PyObject *record_load(PyObject *self, PyObject *const *args, Py_ssize_t nargs);

/* Find what a reference leads to, when it is first followed: types refer to each other in rings. */
static int follow(RecordObject *r, Op *o) {
    PyObject *codec = PyObject_CallFunctionObjArgs(r->tools.linked, o->first, o->second, NULL);
    if (!codec) return -1;
    o->dump = PyObject_GetAttrString(codec, "dump");
    PyObject *load = PyObject_GetAttrString(codec, "load");
    Py_DECREF(codec);
    if (!load || !o->dump) return -1;
    if (PyCFunction_CheckExact(load) && PyCFunction_GET_FUNCTION(load) == (PyCFunction)(void (*)(void))record_load)
        o->record = (RecordObject *)PyCFunction_GET_SELF(load);
    o->load = load;
    return 0;
}

/* --------------------------------------------------------------------------------------------- reading */

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
    PyObject *made = PyObject_CallOneArg(o->first, v);
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
        int known = without ? PySet_Contains(without, key) : 0;
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
    if (!PyDict_CheckExact(payload)) return refuse();
    if (Py_EnterRecursiveCall(" while a record is read")) return NULL;
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
    Py_LeaveRecursiveCall();
    return made;
}

/* --------------------------------------------------------------------------------------------- writing */

static PyObject *write_op(RecordObject *r, Op *o, PyObject *v);

static PyObject *copied(PyObject *v) {
    PyObject *out = NULL;
    switch (kind_of(v)) {
    case STRING: case NOTHING: case INTEGER: case TRUTH: return Py_NewRef(v);
    case REAL: return isfinite(PyFloat_AS_DOUBLE(v)) ? Py_NewRef(v) : refuse();
    case LIST:
        if (Py_EnterRecursiveCall(" while JSON is copied")) return NULL;
        out = PyList_New(0);
        for (Py_ssize_t i = 0; out && i < PyList_GET_SIZE(v); i++) {
            PyObject *made = copied(PyList_GET_ITEM(v, i));
            if (!made || PyList_Append(out, made)) Py_CLEAR(out);
            Py_XDECREF(made);
        }
        Py_LeaveRecursiveCall();
        return out;
    case OBJECT: {
        PyObject *key, *value;
        Py_ssize_t at = 0;
        if (Py_EnterRecursiveCall(" while JSON is copied")) return NULL;
        out = PyDict_New();
        while (out && PyDict_Next(v, &at, &key, &value)) {
            PyObject *made = PyUnicode_CheckExact(key) ? copied(value) : refuse();
            if (!made || PyDict_SetItem(out, key, made)) Py_CLEAR(out);
            Py_XDECREF(made);
        }
        Py_LeaveRecursiveCall();
        return out;
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

/* What `isoformat` makes of a date and time without an offset. */
static PyObject *moment(PyObject *v) {
    const int parts[] = {PyDateTime_GET_YEAR(v), PyDateTime_GET_MONTH(v), PyDateTime_GET_DAY(v),
                         PyDateTime_DATE_GET_HOUR(v), PyDateTime_DATE_GET_MINUTE(v), PyDateTime_DATE_GET_SECOND(v),
                         PyDateTime_DATE_GET_MICROSECOND(v)};
    static const int widths[] = {4, 2, 2, 2, 2, 2, 6};
    static const char after[] = "--T::.";
    PyObject *text = PyUnicode_New(parts[6] ? 26 : 19, 127);
    Py_UCS1 *at = text ? PyUnicode_1BYTE_DATA(text) : NULL;
    for (int i = 0; text && i < (parts[6] ? 7 : 6); i++) {
        for (int digit = widths[i], rest = parts[i]; digit--; rest /= 10) at[digit] = (Py_UCS1)('0' + rest % 10);
        at += widths[i];
        if (i < (parts[6] ? 6 : 5)) *at++ = (Py_UCS1)after[i];
    }
    return text;
}

static PyObject *write_format(Op *o, PyObject *v) {
    if (!o->sure && PyUnicode_CheckExact(v)) return Py_NewRef(v);
    if (PyDateTime_CheckExact(v) && (PyObject *)Py_TYPE(v) == o->cls && PyDateTime_DATE_GET_TZINFO(v) == Py_None)
        return moment(v);
    return PyObject_CallOneArg(o->second, v);
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
    if (Py_EnterRecursiveCall(" while a record is written")) return NULL;
    PyObject *out = PyDict_New();
    if (out && write_fields(r, record, out)) Py_CLEAR(out);
    Py_LeaveRecursiveCall();
    return out;
}

/* ----------------------------------------------------------------------------------------------- plans */

static int parse(PyObject *plan, Op *o);

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

static int parse_parts(PyObject *plans, Op *o) {
    o->count = PyTuple_GET_SIZE(plans);
    o->parts = PyMem_Calloc(o->count ? o->count : 1, sizeof(Op));
    if (!o->parts) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < o->count; i++)
        if (parse(PyTuple_GET_ITEM(plans, i), o->parts + i)) return -1;
    return 0;
}

static int parse_part(PyObject *plan, Op *o) {
    PyObject *one = PyTuple_Pack(1, plan);
    int failed = !one || parse_parts(one, o);
    Py_XDECREF(one);
    return failed ? -1 : 0;
}

static int parse(PyObject *plan, Op *o) {
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
        return n > 5 ? parse_part(a[5], o) : 0;
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
        return PyErr_Occurred() ? -1 : parse_part(a[0], o);
    case MAP: return parse_part(a[0], o);
    case TUPLE: return parse_parts(a[0], o);
    case RECORD: case TRIED:
        o->first = Py_NewRef(a[0]);
        o->second = Py_NewRef(a[1]);
        return 0;
    case TAGGED:
        o->first = Py_NewRef(a[0]);
        o->second = Py_NewRef(a[1]);
        return parse_parts(a[2], o);
    case UNION: /* alternatives are (kinds, whether it is JSON itself, its operation) */
        o->plain = a[0] == Py_True;
        o->count = PyTuple_GET_SIZE(a[1]);
        o->parts = PyMem_Calloc(o->count, sizeof(Op));
        if (!o->parts) return PyErr_NoMemory(), -1;
        for (Py_ssize_t i = 0; i < o->count; i++) {
            PyObject *one = PyTuple_GET_ITEM(a[1], i);
            o->parts[i].kinds = kinds_of(PyTuple_GET_ITEM(one, 0));
            o->parts[i].plain = PyTuple_GET_ITEM(one, 1) == Py_True;
            if (parse_part(PyTuple_GET_ITEM(one, 2), o->parts + i)) return -1;
        }
        return 0;
    }
    return PyErr_Occurred() ? -1 : 0;
}

static Py_ssize_t offset_of(PyTypeObject *cls, PyObject *name) {
    PyObject *found = PyObject_GetAttr((PyObject *)cls, name);
    Py_ssize_t offset = -1;
    if (found && Py_IS_TYPE(found, &PyMemberDescr_Type))
        offset = ((PyMemberDescrObject *)found)->d_member->offset;
    else if (found)
        PyErr_SetString(PyExc_TypeError, "an attribute of a record has no slot");
    Py_XDECREF(found);
    return offset;
}

static PyObject *record_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(kwargs)) {
    PyObject *cls, *load, *dump, *fields, *rest, *tools;
    int extra;
    if (!PyArg_ParseTuple(args, "O!OO(O!iO)O!", &PyType_Type, &cls, &load, &dump, &PyTuple_Type, &fields, &extra, &rest,
                          &PyDict_Type, &tools)) return NULL;
    RecordObject *r = (RecordObject *)type->tp_alloc(type, 0);
    if (!r) return NULL;
    PyObject **found[] = {&r->tools.whole, &r->tools.write_whole, &r->tools.best, &r->tools.linked};
    static const char *const names[] = {"whole", "write_whole", "best", "linked"};
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
    r->known = PySet_New(NULL);
    if (!r->fields || !r->known) { PyErr_NoMemory(); goto failed; }
    for (Py_ssize_t i = 0; i < r->count; i++) { /* (wire name, attribute, 0, None or UNSET, operation) */
        PyObject *one = PyTuple_GET_ITEM(fields, i), *absent = PyTuple_GET_ITEM(one, 2);
        Field *f = r->fields + i;
        f->key = Py_NewRef(PyTuple_GET_ITEM(one, 0));
        PyUnicode_InternInPlace(&f->key);
        f->absent = PyLong_CheckExact(absent) ? NULL : Py_NewRef(absent);
        f->offset = offset_of(r->cls, PyTuple_GET_ITEM(one, 1));
        if (f->offset < 0 || parse(PyTuple_GET_ITEM(one, 3), &f->op) || PySet_Add(r->known, f->key)) goto failed;
    }
    if (extra == 2) {
        PyObject *name = PyUnicode_FromString("__extra__");
        r->offset = name ? offset_of(r->cls, name) : -1;
        Py_XDECREF(name);
        if (r->offset < 0 || parse(rest, &r->rest)) goto failed;
    }
    return (PyObject *)r;
failed:
    Py_DECREF(r);
    return NULL;
}

/* --------------------------------------------------------------------------------------------- methods */

static PyObject *record_load(PyObject *self, PyObject *const *args, Py_ssize_t nargs) {
    RecordObject *r = (RecordObject *)self;
    if (nargs == 1 || (nargs == 2 && args[1] == (PyObject *)r->cls)) {
        PyObject *made = read_record(r, args[0]);
        if (made || !PyErr_ExceptionMatches(PyExc_Exception)) return made;
        PyErr_Clear();
    }
    return PyObject_Vectorcall(r->load, args, nargs, NULL);
}

static PyObject *record_dump(PyObject *self, PyObject *record) {
    RecordObject *r = (RecordObject *)self;
    PyObject *made = write_record(r, record);
    if (made || !PyErr_ExceptionMatches(PyExc_Exception)) return made;
    PyErr_Clear();
    return PyObject_CallOneArg(r->dump, record);
}

static PyMethodDef methods[] = {
    {"load", (PyCFunction)(void (*)(void))record_load, METH_FASTCALL, "The instance for a JSON object."},
    {"dump", record_dump, METH_O, "The JSON object for an instance."},
    {NULL, NULL, 0, NULL}};

static PyTypeObject Record = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "_records.Record",
    .tp_basicsize = sizeof(RecordObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = record_new,
    .tp_methods = methods,
};

/* What a JSON parser calls for each object and each fraction. What they refuse, `_values` parses again, and says why. */
static PyObject *object_of(PyObject *Py_UNUSED(self), PyObject *pairs) {
    Py_ssize_t n = PyList_CheckExact(pairs) ? PyList_GET_SIZE(pairs) : -1;
    PyObject *made = n < 0 ? NULL : PyDict_New();
    for (Py_ssize_t i = 0; made && i < n; i++) {
        PyObject *pair = PyList_GET_ITEM(pairs, i);
        if (PyDict_SetItem(made, PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1))) Py_CLEAR(made);
    }
    if (made && PyDict_GET_SIZE(made) != n) { Py_CLEAR(made); return refuse(); }
    return made || PyErr_Occurred() ? made : refuse();
}

static PyObject *float_of(PyObject *Py_UNUSED(self), PyObject *text) {
    PyObject *made = PyFloat_FromString(text);
    if (made && !isfinite(PyFloat_AS_DOUBLE(made))) { Py_CLEAR(made); return refuse(); }
    return made;
}

static PyMethodDef functions[] = {
    {"object_of", object_of, METH_O, "The object of its (name, value) pairs, no name of which is there twice."},
    {"float_of", float_of, METH_O, "The number that a text says, if it is in range."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_records", "Records read and written by plans.", -1, functions,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__records(void) {
    PyDateTime_IMPORT;
    PyObject *made = PyDateTimeAPI ? PyModule_Create(&module) : NULL;
    if (made && (PyType_Ready(&Record) || PyModule_AddObjectRef(made, "Record", (PyObject *)&Record))) Py_CLEAR(made);
    return made;
}
