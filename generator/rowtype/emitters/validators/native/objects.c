/* Objects: their properties, and what depends on those. */
#include "verdicts.h"

/* What is said of the properties of an object one by one; `known`: the entries have been looked at. */
static int each(PlanObject *p, Op *o, PyObject *v, int depth, int known) {
    PyObject *name, *value;
    Py_ssize_t at = 0;
    int is = 1;
    while (is > 0 && PyDict_Next(v, &at, &name, &value)) {
        if (!PyUnicode_CheckExact(name)) return ASK;
        PyObject *number = PyDict_GetItemWithError(o->table, name);
        if (!number && PyErr_Occurred()) return ASK;
        Entry *e = number ? o->entries + PyLong_AsSsize_t(number) : NULL;
        int told = e && e->declared;
        if (known && told && !o->patterns) continue;
        Py_INCREF(name);
        Py_INCREF(value);
        if (e && !known && e->schema) is = check(p, e->schema, value, depth);
        for (Py_ssize_t i = 0; is > 0 && i < o->patterns; i++) {
            int match = matches(&o->matching[i].test, name);
            if (match < 0) is = ASK;
            else if (match) {
                told = 1;
                if (o->matching[i].schema) is = check(p, o->matching[i].schema, value, depth);
            }
        }
        if (is > 0 && !told) is = o->closed ? 0 : o->other ? check(p, o->other, value, depth) : 1;
        Py_DECREF(value);
        Py_DECREF(name);
    }
    return is;
}

static int members(PlanObject *p, Op *o, PyObject *v, int depth) {
    Py_ssize_t n = PyDict_GET_SIZE(v), declared = 0;
    if (o->count > LEAST && n * 2 < o->count) { /* few of many are there */
        for (Entry *e = o->entries, *end = e + o->low; e < end; e++) { /* the required ones stand first */
            int is = PyDict_Contains(v, e->name);
            if (is <= 0) return is;
        }
        return each(p, o, v, depth, 0);
    }
    for (Entry *e = o->entries, *end = e + o->count; e < end; e++) {
        PyObject *value = PyDict_GetItemWithError(v, e->name);
        if (value) {
            declared += e->declared;
            int is = one(p, e->schema, value, depth);
            if (is <= 0) return is;
        } else if (PyErr_Occurred()) return ASK;
        else if (e->required) return 0;
    }
    if (o->patterns) return each(p, o, v, depth, 1);
    if (declared == n || !(o->closed || o->other)) return 1;
    return o->closed ? 0 : each(p, o, v, depth, 1);
}

static int names(PlanObject *p, Op *o, PyObject *v, int depth) {
    PyObject *name;
    Py_ssize_t at = 0;
    while (PyDict_Next(v, &at, &name, NULL)) {
        int is = one(p, o->schema, name, depth);
        if (is <= 0) return is;
    }
    return 1;
}

static int dependent(PlanObject *p, Op *o, PyObject *v, int depth) {
    int is = PyDict_Contains(v, o->first);
    if (is <= 0) return is < 0 ? ASK : 1;
    if (o->code == WHERE) return one(p, o->schema, v, depth);
    for (Py_ssize_t i = 0; is > 0 && i < PyTuple_GET_SIZE(o->second); i++)
        is = PyDict_Contains(v, PyTuple_GET_ITEM(o->second, i));
    return is;
}
