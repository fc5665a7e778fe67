/* Records, or plain values -> JSON texts in UTF-8, as `_values.dump` writes what `to_dict` makes of them. */
#include "records.h"

typedef struct {
    char *start, *at, *end;
    int ascii;
    char first[1024]; /* most texts need no more */
} Out;

static int put_op(Out *w, RecordObject *r, Op *o, PyObject *v);
static int put_record(Out *w, RecordObject *r, PyObject *record);

static int refused(void) { return refuse(), -1; }

/* Make room for so many bytes; -1 with an error. */
static int grow(Out *w, Py_ssize_t size) {
    Py_ssize_t used = w->at - w->start, room = w->end - w->start;
    if (size > PY_SSIZE_T_MAX / 2 - used || room > PY_SSIZE_T_MAX / 4) return PyErr_NoMemory(), -1;
    while (room - used < size) room *= 2;
    char *old = w->start == w->first ? NULL : w->start, *made = PyMem_Realloc(old, room);
    if (!made) return PyErr_NoMemory(), -1;
    if (!old) memcpy(made, w->first, used);
    w->start = made;
    w->at = made + used;
    w->end = made + room;
    return 0;
}

static inline int room_for(Out *w, Py_ssize_t size) { return w->end - w->at < size ? grow(w, size) : 0; }

static inline int put(Out *w, const char *s, Py_ssize_t size) {
    if (room_for(w, size)) return -1;
    memcpy(w->at, s, size);
    w->at += size;
    return 0;
}

static int put_byte(Out *w, char c) {
    if (room_for(w, 1)) return -1;
    *w->at++ = c;
    return 0;
}

/* A bracket in place of the last comma, or behind an opening one. */
static int closed(Out *w, char close) {
    if (w->at[-1] == ',') { w->at[-1] = close; return 0; }
    return put_byte(w, close);
}

/* --------------------------------------------------------------------------------- strings and numbers */

/* Up to 6 bytes, for which there is room. */
static void put_letter(Out *w, uint32_t c) {
    static const char hex[] = "0123456789abcdef", names[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *named = c && c < 0x80 ? strchr(names, (int)c) : NULL;
    if (named) {
        *w->at++ = '\\';
        *w->at++ = letters[named - names];
    } else if (c < 0x20) {
        memcpy(w->at, "\\u00", 4);
        w->at[4] = hex[c >> 4];
        w->at[5] = hex[c & 15];
        w->at += 6;
    } else w->at = utf8(w->at, c);
}

static int put_string(Out *w, PyObject *v) {
#if PY_VERSION_HEX < 0x030c0000
    if (PyUnicode_READY(v)) return -1;
#endif
    Py_ssize_t n = PyUnicode_GET_LENGTH(v);
    if (put_byte(w, '"')) return -1;
    if (PyUnicode_IS_ASCII(v)) {
        const char *s = (const char *)PyUnicode_1BYTE_DATA(v), *end = s + n;
        for (;; s++) {
            const char *stop = plain_until(s, end, 0);
            if (room_for(w, stop - s + 6)) return -1;
            memcpy(w->at, s, stop - s);
            w->at += stop - s;
            s = stop;
            if (s == end) break;
            put_letter(w, (unsigned char)*s);
        }
    } else {
        int kind = PyUnicode_KIND(v);
        const void *data = PyUnicode_DATA(v);
        w->ascii = 0;
        for (Py_ssize_t i = 0; i < n; i++) {
            uint32_t c = PyUnicode_READ(kind, data, i);
            if (c >= 0xd800 && c < 0xe000) return refused(); /* UTF-8 has no halves of pairs */
            if (room_for(w, 6)) return -1;
            if (c < 0x80 && c >= 0x20 && c != '"' && c != '\\') *w->at++ = (char)c;
            else put_letter(w, c);
        }
    }
    return put_byte(w, '"');
}

static int put_text_of(Out *w, PyObject *text) {
    if (!text) return -1;
    Py_ssize_t size;
    const char *s = PyUnicode_AsUTF8AndSize(text, &size);
    int failed = !s || put(w, s, size);
    Py_DECREF(text);
    return failed ? -1 : 0;
}

static int put_whole(Out *w, PyObject *v) {
    int overflow;
    long long number = PyLong_AsLongLongAndOverflow(v, &overflow);
    if (overflow) return put_text_of(w, PyObject_Str(v));
    if (number == -1 && PyErr_Occurred()) return -1;
    unsigned long long rest = number < 0 ? -(unsigned long long)number : (unsigned long long)number;
    char digits[20], *at = digits + sizeof digits;
    do *--at = (char)('0' + rest % 10); while (rest /= 10);
    if (number < 0 && put_byte(w, '-')) return -1;
    return put(w, at, digits + sizeof digits - at);
}

/* The shortest text that reads back as the number.  Texts of up to 15 digits are doubles of their own: where one reads
   back, there is no shorter one, and none as long. */
static int put_real(Out *w, double value) {
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    double size = fabs(value);
    if (!isfinite(value)) return refused();
    for (int places = 0; FLT_EVAL_METHOD == 0 && places <= 6 && size * powers[places] < 1e15; places++) {
        long long number = llrint(size * powers[places]);
        if ((double)number / powers[places] != size || (size < 1e-3 && number)) continue;
        char digits[24], *at = digits + sizeof digits;
        for (int i = 0; i < places; i++, number /= 10) *--at = (char)('0' + number % 10);
        if (!places) *--at = '0';
        *--at = '.';
        do *--at = (char)('0' + number % 10); while (number /= 10);
        if (signbit(value)) *--at = '-';
        return put(w, at, digits + sizeof digits - at);
    }
    char *text = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    int failed = !text || put(w, text, (Py_ssize_t)strlen(text));
    PyMem_Free(text);
    return failed ? -1 : 0;
}

/* --------------------------------------------------------------------------------------- plain values */

static int put_json(Out *w, PyObject *v);

/* A name, a colon, and a value as an operation says, or as it is; behind it stands a comma. */
static int put_member(Out *w, RecordObject *r, Op *o, PyObject *key, PyObject *v) {
    if (!PyUnicode_CheckExact(key)) return refused();
    return put_string(w, key) || put_byte(w, ':') || (o ? put_op(w, r, o, v) : put_json(w, v)) || put_byte(w, ',');
}

/* The members of an object, but for those that are written fields of `record`, where there is one. */
static int put_members(Out *w, RecordObject *r, Op *o, PyObject *v, PyObject *record) {
    PyObject *key, *value;
    Py_ssize_t at = 0;
    int failed = PyDict_CheckExact(v) ? 0 : refused();
    while (!failed && PyDict_Next(v, &at, &key, &value)) {
        PyObject *number = record ? PyDict_GetItemWithError(r->known, key) : NULL;
        if (number) {
            Field *f = r->fields + PyLong_AsSsize_t(number);
            if (*slot(record, f->offset) != f->absent) continue;
        } else if (PyErr_Occurred()) return -1;
        Py_INCREF(key);
        Py_INCREF(value);
        failed = put_member(w, r, o, key, value);
        Py_DECREF(value);
        Py_DECREF(key);
    }
    return failed ? -1 : 0;
}

static int put_object(Out *w, RecordObject *r, Op *o, PyObject *v) {
    if (enter()) return -1;
    int failed = put_byte(w, '{') || put_members(w, r, o, v, NULL) || closed(w, '}');
    leave(NULL);
    return failed ? -1 : 0;
}

/* A list, or a tuple with an operation for each item. */
static int put_array(Out *w, RecordObject *r, Op *o, PyObject *v, int several) {
    if (enter()) return -1;
    int failed = put_byte(w, '[');
    for (Py_ssize_t i = 0; !failed && i < PySequence_Fast_GET_SIZE(v); i++) {
        PyObject *item = Py_NewRef(PySequence_Fast_GET_ITEM(v, i));
        failed = (o ? put_op(w, r, several ? o + i : o, item) : put_json(w, item)) || put_byte(w, ',');
        Py_DECREF(item);
    }
    failed = failed || closed(w, ']');
    leave(NULL);
    return failed ? -1 : 0;
}

static int put_json(Out *w, PyObject *v) {
    switch (kind_of(v)) {
    case STRING: return put_string(w, v);
    case NOTHING: return put(w, "null", 4);
    case TRUTH: return v == Py_True ? put(w, "true", 4) : put(w, "false", 5);
    case INTEGER: return put_whole(w, v);
    case REAL: return put_real(w, PyFloat_AS_DOUBLE(v));
    case LIST: return put_array(w, NULL, NULL, v, 0);
    case OBJECT: return put_object(w, NULL, NULL, v);
    }
    return refused();
}

/* What a function made of a value. */
static int put_made(Out *w, PyObject *made) {
    int failed = !made || put_json(w, made);
    Py_XDECREF(made);
    return failed ? -1 : 0;
}

/* ----------------------------------------------------------------------------------------------- plans */

static int put_format(Out *w, Op *o, PyObject *v) {
    if (!o->sure && PyUnicode_CheckExact(v)) return put_string(w, v);
    PyObject *text = remembered(o, v);
    if (text) return put_string(w, text);
    if (!is_local(o, v)) return put_made(w, PyObject_CallOneArg(o->second, v));
    if (room_for(w, 28)) return -1;
    *w->at++ = '"';
    w->at += isoformat(v, w->at);
    *w->at++ = '"';
    return 0;
}

static int put_reference(Out *w, RecordObject *r, Op *o, PyObject *v) {
    if (!o->load && follow(r, o)) return -1;
    return o->record ? put_record(w, o->record, v) : put_made(w, PyObject_CallOneArg(o->dump, v));
}

static int put_op(Out *w, RecordObject *r, Op *o, PyObject *v) {
    switch (o->code) {
    case ANY: case KINDS: return put_json(w, v);
    case TEXT: return PyUnicode_CheckExact(v) ? put_string(w, v) : refused();
    case WHOLE: case EXACT: if (PyLong_CheckExact(v)) return put_whole(w, v); break;
    case FORMAT: return put_format(w, o, v);
    case MEMBERS:
        if (o->kinds == STRING && (PyUnicode_CheckExact(v) || (PyObject *)Py_TYPE(v) == o->cls)) return put_string(w, v);
        break;
    case ARRAY: return PyList_CheckExact(v) ? put_array(w, r, o->parts, v, 0) : refused();
    case TUPLE:
        return PyTuple_CheckExact(v) && PyTuple_GET_SIZE(v) == o->count ? put_array(w, r, o->parts, v, 1) : refused();
    case MAP: return put_object(w, r, o->parts, v);
    case RECORD: return put_reference(w, r, o, v);
    case UNION: case TAGGED:
        for (Py_ssize_t i = 0; i < o->count; i++) {
            Op *one = o->code == TAGGED ? o->parts + i : o->parts[i].parts;
            int is = o->code == UNION && o->parts[i].plain ? 0 : is_of(r, one, v);
            if (is) return is < 0 ? -1 : put_op(w, r, one, v);
        }
        return o->code == UNION && o->plain ? put_json(w, v) : refused();
    default: break;
    }
    return put_made(w, write_op(r, o, v));
}

static int put_fields(Out *w, RecordObject *r, PyObject *record) {
    for (Field *f = r->fields, *end = f + r->count; f < end; f++) {
        PyObject *v = *slot(record, f->offset);
        if (!v || !f->label) return refused();
        if (v == f->absent) continue;
        if (put(w, PyBytes_AS_STRING(f->label), PyBytes_GET_SIZE(f->label))) return -1;
        w->ascii &= f->ascii;
        Py_INCREF(v);
        int failed = put_op(w, r, &f->op, v) || put_byte(w, ',');
        Py_DECREF(v);
        if (failed) return -1;
    }
    if (r->extra < 2) return 0;
    PyObject *extra = *slot(record, r->offset);
    if (!extra) return refused();
    if (extra == Py_None) return 0;
    Py_INCREF(extra);
    int failed = put_members(w, r, &r->rest, extra, record);
    Py_DECREF(extra);
    return failed;
}

static int put_record(Out *w, RecordObject *r, PyObject *record) {
    if (Py_TYPE(record) != r->cls) return refused();
    if (enter()) return -1;
    int failed = put_byte(w, '{') || put_fields(w, r, record) || closed(w, '}');
    leave(NULL);
    return failed ? -1 : 0;
}

/* ----------------------------------------------------------------------------------------------- texts */

static void begin(Out *w) {
    w->start = w->at = w->first;
    w->end = w->first + sizeof w->first;
    w->ascii = 1;
}

/* The text, or its bytes, unless writing failed. */
static PyObject *ended(Out *w, int failed, int bytes) {
    Py_ssize_t size = w->at - w->start;
    PyObject *made = failed ? NULL : bytes ? PyBytes_FromStringAndSize(w->start, size)
        : w->ascii ? ascii_of(w->start, size) : PyUnicode_DecodeUTF8(w->start, size, NULL);
    if (w->start != w->first) PyMem_Free(w->start);
    return made;
}

/* `"name":`, which stands before a field. */
static PyObject *label_of(PyObject *key) {
    Out w;
    begin(&w);
    return ended(&w, put_string(&w, key) || put_byte(&w, ':'), 1);
}

/* The text of a record, or of any value where none is given.  `NotImplemented` leaves it to Python. */
static PyObject *text_written(PyObject *v, RecordObject *r, int bytes) {
    Out w;
    begin(&w);
    PyObject *made = ended(&w, r ? put_record(&w, r, v) : put_json(&w, v), bytes);
    if (made || !PyErr_ExceptionMatches(PyExc_Exception)) return made;
    PyErr_Clear();
    return Py_NewRef(Py_NotImplemented);
}
