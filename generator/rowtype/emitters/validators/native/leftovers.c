/* What no other keyword has evaluated: `unevaluatedProperties`, `unevaluatedItems`. */
#include "verdicts.h"

/* Whether what a guard asks for holds. */
static int holds(PlanObject *p, Guard *g, PyObject *v, int depth) {
    if (g->name) return PyDict_CheckExact(v) ? PyDict_Contains(v, g->name) : 0;
    int is = g->schema ? check(p, g->schema, v, depth) : 1;
    return is < 0 ? ASK : is == g->wanted;
}

/* Take the names that are evaluated out of those that are `left`. */
static int take(PlanObject *p, Cover *c, PyObject *v, PyObject *left, int depth) {
    if (c->everything) return PySet_Clear(left) ? ASK : 1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(c->names); i++)
        if (PySet_Discard(left, PyTuple_GET_ITEM(c->names, i)) < 0) return ASK;
    for (Py_ssize_t i = 0; i < c->tests; i++) {
        PyObject *name;
        Py_ssize_t at = 0;
        while (PyDict_Next(v, &at, &name, NULL)) {
            Py_INCREF(name);
            int is = PyUnicode_CheckExact(name) ? matches(c->test + i, name) : ASK;
            if (is > 0) is = PySet_Discard(left, name) < 0 ? ASK : 1;
            Py_DECREF(name);
            if (is < 0) return ASK;
        }
    }
    for (Guard *g = c->guard, *end = g + c->guards; g < end && PySet_GET_SIZE(left); g++) {
        int is = holds(p, g, v, depth);
        if (is > 0) is = take(p, g->inner, v, left, depth);
        if (is < 0) return ASK;
    }
    return 1;
}

/* The properties that nothing has evaluated. */
static int left_members(PlanObject *p, Op *o, PyObject *v, int depth) {
    PyObject *left = PySet_New(v), *name;
    if (!left) return ASK;
    int is = take(p, o->cover, v, left, depth);
    if (is > 0 && o->closed && PySet_GET_SIZE(left)) is = 0;
    while (is > 0 && PySet_GET_SIZE(left)) {
        name = PySet_Pop(left);
        PyObject *value = name ? PyDict_GetItemWithError(v, name) : NULL;
        is = value ? one(p, o->schema, value, depth) : ASK;
        Py_XDECREF(name);
    }
    Py_DECREF(left);
    return is;
}

/* The first element that `cover` does not say is evaluated whatever it is; ASK, or PY_SSIZE_T_MAX for none. */
static Py_ssize_t evaluated(PlanObject *p, Cover *c, PyObject *v, int depth) {
    if (c->everything) return PY_SSIZE_T_MAX;
    Py_ssize_t most = c->prefix;
    for (Guard *g = c->guard, *end = g + c->guards; g < end && most < PyList_GET_SIZE(v); g++) {
        int is = holds(p, g, v, depth);
        Py_ssize_t inner = is > 0 ? evaluated(p, g->inner, v, depth) : is;
        if (inner < 0) return ASK;
        if (inner > most) most = inner;
    }
    return most;
}

/* Whether an element is evaluated because it is valid against a schema. */
static int matching(PlanObject *p, Cover *c, PyObject *v, PyObject *element, int depth) {
    int is = 0;
    for (Py_ssize_t i = 0; !is && i < c->matching; i++) is = one(p, c->schemas[i], element, depth);
    for (Guard *g = c->guard, *end = g + c->guards; !is && g < end; g++) {
        is = holds(p, g, v, depth);
        if (is > 0) is = matching(p, g->inner, v, element, depth);
    }
    return is;
}

static int left_items(PlanObject *p, Op *o, PyObject *v, int depth) {
    Py_ssize_t first = evaluated(p, o->cover, v, depth);
    for (Py_ssize_t i = first; i < PyList_GET_SIZE(v); i++) {
        if (i < 0) return ASK;
        PyObject *element = Py_NewRef(PyList_GET_ITEM(v, i));
        int is = matching(p, o->cover, v, element, depth);
        if (!is) is = o->closed ? 0 : one(p, o->schema, element, depth);
        Py_DECREF(element);
        if (is <= 0) return is;
    }
    return 1;
}
