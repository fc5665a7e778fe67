/* Records read and written by plans, for packages that are compiled: what the files beside this one share.

   plans.c          tuples of `plans.py` as operations, and a Record's end
   moments.c        usual dates and times
   reading.c        JSON values -> records
   writing.c        records -> JSON values
   json_tokens.c    strings and numbers in JSON texts
   json_reading.c   JSON texts -> records, without the values between
   json_writing.c   records -> JSON texts
   records.c        the module, which includes them all: one unit, so that all is inlined that should be

   `Record(cls, load, dump, plan, tools)` reads and writes what is usual; everything else, and whatever it would
   refuse, goes to `load` and `dump`, the Python functions about the same class, whose word is the last.  It may
   therefore refuse too much, but must never accept more than they do, nor make anything else of it.

   Attributes are stored in the slots of the class, at their offsets. */
#ifndef ROWTYPE_RECORDS_H
#define ROWTYPE_RECORDS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <datetime.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include <structmember.h>

typedef enum { ANY, KINDS, NONE, BOOLEAN, TEXT, NUMBER, WHOLE, EXACT, FORMAT, MEMBERS, LITERALS, ARRAY, TUPLE, MAP,
               UNION, RECORD, TRIED, TAGGED } Code;

enum { NOTHING = 1, TRUTH = 2, INTEGER = 4, REAL = 8, STRING = 16, LIST = 32, OBJECT = 64 };

typedef struct { /* what a package's `_values` is asked for */
    PyObject *whole, *write_whole, *best, *linked, *beside;
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
    PyTypeObject *moment;   /* of dates and times: the class that remembers a text, where it does, */
    Py_ssize_t text;        /*   and whether an offset may be missing */
    int local;
    Py_ssize_t count;
    Op *parts;
    RecordObject *record;   /* of a reference, once it is followed */
    PyObject *load, *dump;  /* of a reference to what is no Record */
};

typedef struct {
    PyObject *key;     /* interned */
    PyObject *absent;  /* NULL where the field is required */
    Py_ssize_t offset;
    const char *name;  /* the key as it stands in texts, which it holds; NULL where that is otherwise */
    Py_ssize_t size;
    PyObject *label;   /* `"name":` in UTF-8; NULL where that cannot be said */
    int ascii;
    Op op;
} Field;

struct RecordObject {
    PyObject_HEAD
    PyTypeObject *cls;
    PyObject *load, *dump;
    Tools tools;
    Py_ssize_t count;
    Field *fields;
    PyObject *known;   /* wire name -> number of its field */
    int extra;         /* 0: other fields are refused; 1: dropped; 2: kept */
    Py_ssize_t offset; /* of what keeps them */
    Op rest;
};

static PyObject *read_record(RecordObject *r, PyObject *payload);
static PyObject *write_record(RecordObject *r, PyObject *record);
static PyObject *record_load(PyObject *self, PyObject *const *args, Py_ssize_t nargs);
static PyObject *label_of(PyObject *key);

static PyObject *refuse(void) {
    PyErr_SetNone(PyExc_ValueError);
    return NULL;
}

/* How deep in each other what is read or written stands, in all threads together.  What is deeper is left to Python,
   which allows more, but not always equally many. */
enum { DEEPEST = 100 };
static int depth;

static inline int enter(void) {
    if (depth >= DEEPEST) return refuse(), -1;
    depth++;
    return 0;
}

static inline PyObject *leave(PyObject *made) {
    depth--;
    return made;
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

#endif
