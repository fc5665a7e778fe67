/* JSON texts -> records, or plain values, in one pass.

   A name that an object has twice is refused, as `_values.parse` does. */
#include "records.h"

static PyObject *take_any(Text *t);
static PyObject *take_op(Text *t, RecordObject *r, Op *o);

/* Whether another item follows in what ends with `close`: 1, 0, or -1 with an error. */
static inline int more(Text *t, char close) {
    char c = next(t);
    if (c != ',' && c != close) return refuse(), -1;
    t->at++;
    return c == ',';
}

/* -------------------------------------------------------------------------------------- any value */

static PyObject *take_word(Text *t, const char *word, PyObject *value) {
    size_t size = strlen(word);
    if (strncmp(t->at, word, size)) return refuse();
    t->at += size;
    return Py_NewRef(value);
}

/* The array or the object at its bracket, each value as an operation makes it; any value where there is none. */
static PyObject *take_array(Text *t, RecordObject *r, Op *o) {
    if (enter()) return NULL;
    t->at++;
    PyObject *out = PyList_New(0);
    int on = next(t) != ']' || (t->at++, 0);
    while (out && on) {
        next(t);
        PyObject *item = o ? take_op(t, r, o) : take_any(t);
        if (!item || PyList_Append(out, item) || (on = more(t, ']')) < 0) Py_CLEAR(out);
        Py_XDECREF(item);
    }
    return leave(out);
}

/* The name of a member, and behind the colon; its value is next. */
static PyObject *take_key(Text *t) {
    if (next(t) != '"') return refuse();
    t->at++;
    PyObject *key = take_name(t);
    if (!key) return NULL;
    if (next(t) != ':') { Py_DECREF(key); return refuse(); }
    t->at++;
    next(t);
    return key;
}

/* Take the value of a new key into an object. */
static int take_member(Text *t, RecordObject *r, Op *o, PyObject *out, PyObject *key) {
    Py_ssize_t before = PyDict_GET_SIZE(out);
    PyObject *value = o ? take_op(t, r, o) : take_any(t);
    int failed = !value || PyDict_SetItem(out, key, value);
    Py_XDECREF(value);
    if (!failed && PyDict_GET_SIZE(out) == before) { refuse(); failed = 1; }
    return failed ? -1 : 0;
}

static PyObject *take_object(Text *t, RecordObject *r, Op *o) {
    if (enter()) return NULL;
    t->at++;
    PyObject *out = PyDict_New();
    int on = next(t) != '}' || (t->at++, 0);
    while (out && on) {
        PyObject *key = take_key(t);
        if (!key || take_member(t, r, o, out, key) || (on = more(t, '}')) < 0) Py_CLEAR(out);
        Py_XDECREF(key);
    }
    return leave(out);
}

static PyObject *take_any(Text *t) {
    switch (*t->at) {
    case '"': t->at++; return take_string(t);
    case '{': return take_object(t, NULL, NULL);
    case '[': return take_array(t, NULL, NULL);
    case 't': return take_word(t, "true", Py_True);
    case 'f': return take_word(t, "false", Py_False);
    case 'n': return take_word(t, "null", Py_None);
    default: return take_number(t);
    }
}

/* ------------------------------------------------------------------------------------------ plans */

enum { TRIES = 4 };

/* The field that a member names, and behind the colon.  NULL: it has none, and `key` is its name, or NULL with an error.
   Fields come in their order more often than not: those from `due` on are tried before the name becomes a string. */
static Field *take_field(Text *t, RecordObject *r, Py_ssize_t *due, PyObject **key) {
    *key = NULL;
    if (next(t) != '"') return refuse(), NULL;
    const char *name = t->at + 1, *last = t->end;
    for (Py_ssize_t i = *due; i < r->count && i < *due + TRIES; i++) {
        Field *f = r->fields + i;
        if (f->name && last - name > f->size && name[f->size] == '"' && !memcmp(name, f->name, f->size)) {
            t->at = name + f->size + 1;
            if (next(t) != ':') return refuse(), NULL;
            t->at++;
            next(t);
            *due = i + 1;
            return f;
        }
    }
    *key = take_key(t);
    PyObject *number = *key ? PyDict_GetItemWithError(r->known, *key) : NULL;
    if (!number) {
        if (PyErr_Occurred()) Py_CLEAR(*key);
        return NULL;
    }
    Py_CLEAR(*key);
    *due = PyLong_AsSsize_t(number) + 1;
    return r->fields + *due - 1;
}

/* The members of an object into `made`: 0, or -1 with an error. */
static int take_fields(Text *t, RecordObject *r, PyObject *made, PyObject **others) {
    Py_ssize_t due = 0;
    int on = next(t) != '}' || (t->at++, 0);
    while (on) {
        PyObject *key, *value = NULL;
        Field *f = take_field(t, r, &due, &key);
        if (f) {
            PyObject **held = slot(made, f->offset);
            if (*held || (*t->at == 'n' && f->absent == Py_None)) return refuse(), -1; /* twice, or null */
            value = take_op(t, r, &f->op);
            if (!value) return -1;
            Py_XSETREF(*held, value);
        } else {
            if (!key) return -1;
            int failed = !r->extra ? (refuse(), -1) : *others || (*others = PyDict_New())
                ? take_member(t, r, r->extra == 2 && r->rest.code != ANY ? &r->rest : NULL, *others, key) : -1;
            Py_DECREF(key);
            if (failed) return -1;
        }
        if ((on = more(t, '}')) < 0) return -1;
    }
    for (Field *f = r->fields, *end = f + r->count; f < end; f++)
        if (!*slot(made, f->offset)) {
            if (!f->absent) return refuse(), -1;
            *slot(made, f->offset) = Py_NewRef(f->absent);
        }
    return 0;
}

static PyObject *take_record(Text *t, RecordObject *r) {
    if (*t->at != '{' || !r->cls) return refuse();
    if (enter()) return NULL;
    t->at++;
    PyObject *made = r->cls->tp_alloc(r->cls, 0), *others = NULL;
    if (made && take_fields(t, r, made, &others)) Py_CLEAR(made);
    if (made && r->extra == 2) {
        if (!others && !r->count && r->rest.code == ANY && !(others = PyDict_New())) Py_CLEAR(made);
        else *slot(made, r->offset) = others ? others : Py_NewRef(Py_None);
        others = NULL;
    }
    Py_XDECREF(others);
    return leave(made);
}

static PyObject *take_reference(Text *t, RecordObject *r, Op *o) {
    if (!o->load && follow(r, o)) return NULL;
    if (o->record) return take_record(t, o->record);
    PyObject *v = take_any(t), *made = v ? PyObject_CallOneArg(o->load, v) : NULL;
    Py_XDECREF(v);
    return made;
}

/* An object whose first member is the tag; others become values first. */
static PyObject *take_tagged(Text *t, RecordObject *r, Op *o) {
    Text ahead = *t;
    PyObject *found = NULL;
    if (*ahead.at == '{' && (ahead.at++, next(&ahead) == '"')) {
        PyObject *key = take_key(&ahead);
        if (key && *ahead.at == '"' && PyUnicode_Compare(key, o->first) == 0) {
            ahead.at++;
            PyObject *tag = take_name(&ahead);
            found = tag ? PyDict_GetItemWithError(o->second, tag) : NULL;
            Py_XDECREF(tag);
        }
        Py_XDECREF(key);
        if (PyErr_Occurred()) return NULL;
    }
    if (found) return take_reference(t, r, o->parts + PyLong_AsSsize_t(found));
    PyObject *v = take_any(t), *made = v ? read_tagged(r, o, v) : NULL;
    Py_XDECREF(v);
    return made;
}

/* The value at the place, which no space is before, as an operation makes it. */
static PyObject *take_op(Text *t, RecordObject *r, Op *o) {
    PyObject *v, *made;
    char c = *t->at;
    switch (o->code) {
    case ANY: return take_any(t);
    case RECORD: return take_reference(t, r, o);
    case TAGGED: return take_tagged(t, r, o);
    case MAP: return c == '{' ? take_object(t, r, o->parts) : refuse();
    case ARRAY:
        made = c == '[' ? take_array(t, r, o->parts) : refuse();
        if (made && (PyList_GET_SIZE(made) < o->low || PyList_GET_SIZE(made) > o->high)) {
            Py_DECREF(made);
            return refuse();
        }
        return made;
    case UNION: {
        unsigned kind = c == '{' ? OBJECT : c == '[' ? LIST : c == '"' ? STRING : c == 'n' ? NOTHING
            : c == 't' || c == 'f' ? TRUTH : 0;
        for (Py_ssize_t i = 0; i < o->count; i++)
            if (o->parts[i].kinds & kind) return take_op(t, r, o->parts[i].parts);
        if (kind) return refuse();
        break;
    }
    case TEXT: case FORMAT: case MEMBERS: case LITERALS:
        if (c != '"') break;
        t->at++;
        v = o->code == MEMBERS || o->code == LITERALS ? take_name(t) : take_string(t);
        goto read;
    default: break;
    }
    v = take_any(t);
read:
    made = v ? read_op(r, o, v) : NULL;
    Py_XDECREF(v);
    return made;
}

/* ------------------------------------------------------------------------------------------ texts */

/* What keeps the UTF-8 of a text that `t` stands in. */
static PyObject *opened(PyObject *data, Text *t) {
    PyObject *held = PyBytes_CheckExact(data) || (PyUnicode_CheckExact(data) && PyUnicode_IS_COMPACT_ASCII(data))
        ? Py_NewRef(data) : PyUnicode_CheckExact(data) ? PyUnicode_AsUTF8String(data)
        : PyByteArray_CheckExact(data) ? PyBytes_FromObject(data) : refuse();
    if (!held) return NULL;
    t->at = PyBytes_Check(held) ? PyBytes_AS_STRING(held) : (const char *)PyUnicode_1BYTE_DATA(held);
    t->end = t->at + (PyBytes_Check(held) ? PyBytes_GET_SIZE(held) : PyUnicode_GET_LENGTH(held));
    if (!PyUnicode_Check(data) && !strncmp(t->at, "\xef\xbb\xbf", 3)) t->at += 3; /* a byte-order mark */
    next(t);
    return held;
}

/* What a text says: an instance of a record where one is given, else the value.  `NotImplemented` leaves it to Python. */
static PyObject *text_read(PyObject *data, RecordObject *r) {
    Text t;
    PyObject *held = opened(data, &t), *made = held ? r ? take_record(&t, r) : take_any(&t) : NULL;
    if (made && (next(&t), t.at != t.end)) { Py_CLEAR(made); refuse(); }
    Py_XDECREF(held);
    if (made || !PyErr_ExceptionMatches(PyExc_Exception)) return made;
    PyErr_Clear();
    return Py_NewRef(Py_NotImplemented);
}
