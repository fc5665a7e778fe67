/* What a plan is made of, and what the parts of this module ask of each other. */
#ifndef VERDICTS_H
#define VERDICTS_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>

enum { NOTHING = 1, TRUTH = 2, INTEGER = 4, REAL = 8, STRING = 16, LIST = 32, OBJECT = 64, EVERY = 127, INTEGRAL = 128 };
enum {
    ASK = -1,
    DEEPEST = 800, /* schemas inside each other */
    LEAST = 8,     /* entries above which a table of them pays */
    FEW = 20,      /* elements up to which each is compared with each */
};

typedef enum { NEVER, TYPES, AMONG, SIZE, MATCH, TEXT, BOUNDS, MULTIPLE, PREFIX, ITEMS, CONTAINS, UNIQUE, MEMBERS, NAMES,
               DEPENDENT, WHERE, ALL, CHOICE, NOT, IF, LEFT } Code;
static const struct { const char *name; unsigned about; } CODES[] = {
    {"never", EVERY}, {"types", EVERY}, {"among", EVERY}, {"size", 0}, {"match", STRING}, {"text", STRING},
    {"bounds", INTEGER | REAL}, {"multiple", INTEGER | REAL}, {"prefix", LIST}, {"items", LIST}, {"contains", LIST},
    {"unique", LIST}, {"members", OBJECT}, {"names", OBJECT}, {"dependent", OBJECT}, {"where", OBJECT}, {"all", EVERY},
    {"choice", EVERY}, {"not", EVERY}, {"if", EVERY}, {"left", 0}};

typedef struct Schema Schema;

typedef struct { /* whether a text matches: it is listed, begins so, or an expression finds something */
    PyObject *listed, *prefix, *regex, *method, *find;
    int start, width; /* of an automaton for ASCII, if there is one: first state, number of classes */
    const unsigned char *classes, *table, *ends;
} Test;

typedef struct {
    PyObject *name; /* interned */
    Schema *schema; /* NULL where every value is valid */
    int required, declared;
} Entry;

typedef struct {
    Test test;
    Schema *schema;
} Matching;

typedef struct Cover Cover;

typedef struct { /* what hangs on a schema that is valid, or is not, or on a property that is there */
    Schema *schema;
    PyObject *name;
    int wanted;
    Cover *inner;
} Guard;

struct Cover { /* what has been evaluated of a value */
    int everything;
    PyObject *names; /* tuple */
    Py_ssize_t tests, prefix, matching, guards;
    Test *test;
    Schema **schemas; /* elements that are valid against one of these */
    Guard *guard;
};

typedef struct { /* the alternatives for the values of some kinds */
    unsigned kinds;
    Py_ssize_t count, first; /* those from `first` on are tried whatever the tag says */
    Schema **schemas;
    PyObject *tag, *table; /* name of a property; its value -> number of the alternative */
    PyObject *names;       /* of which one is enough; else NULL */
} Group;

typedef struct {
    Code code;
    unsigned about, kinds;
    Py_ssize_t low, high, count;
    long long divisor; /* that of a multiple, if it is whole and a double has it exactly; else 0 */
    PyObject *first, *second;
    PyObject *bounds[4]; /* at least, at most, above, below */
    Schema *schema, *then, *other;
    Schema **schemas;
    Test test;
    Entry *entries;
    PyObject *table; /* name of an entry -> its number */
    Matching *matching;
    Py_ssize_t patterns;
    int closed, exactly;
    Group *groups;
    Cover *cover;
} Op;

struct Schema {
    unsigned kinds; /* that are not refused at once */
    Py_ssize_t count;
    Op *ops;
};

typedef struct {
    PyObject_HEAD
    PyObject *names; /* the namespace of the functions that are called */
    Py_ssize_t count;
    Schema *schemas;
} PlanObject;

static int run(PlanObject *p, Schema *s, PyObject *v, unsigned kind, int depth);

static inline unsigned kind_of(PyObject *v) {
    PyTypeObject *t = Py_TYPE(v);
    return t == &PyUnicode_Type ? STRING : t == &PyDict_Type ? OBJECT : t == &PyLong_Type ? INTEGER : v == Py_None ? NOTHING
        : t == &PyBool_Type ? TRUTH : t == &PyList_Type ? LIST
        : t == &PyFloat_Type && isfinite(PyFloat_AS_DOUBLE(v)) ? REAL : 0;
}

/* Whether a value is valid: 1 or 0, or ASK, perhaps with an error. */
static inline int check(PlanObject *p, Schema *s, PyObject *v, int depth) {
    unsigned kind = kind_of(v);
    return !kind ? ASK : !(s->kinds & kind) ? 0 : s->count ? run(p, s, v, kind, depth) : 1;
}

/* The same of a part of a value, which might lose it meanwhile. */
static inline int one(PlanObject *p, Schema *s, PyObject *v, int depth) {
    if (!s) return 1;
    Py_INCREF(v);
    int is = check(p, s, v, depth);
    Py_DECREF(v);
    return is;
}

/* The truth of what a function gave; takes the reference. */
static int truth(PyObject *found) {
    int is = !found ? ASK : found == Py_None ? 0 : PyObject_IsTrue(found);
    Py_XDECREF(found);
    return is;
}

static int call(PlanObject *p, PyObject *name, PyObject *v, PyObject *a, PyObject *b) {
    PyObject *function = PyDict_GetItemWithError(p->names, name);
    if (!function) return ASK;
    Py_INCREF(function);
    int is = truth(PyObject_CallFunctionObjArgs(function, v, a, b, NULL));
    Py_DECREF(function);
    return is;
}

#endif
