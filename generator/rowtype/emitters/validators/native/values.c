/* Texts, numbers, arrays: what is asserted of them. */
#include "verdicts.h"

/* Whether an automaton finds something in an ASCII text; state 0 is the one that never does. */
static int finds(Test *t, PyObject *text) {
    const Py_UCS1 *at = PyUnicode_1BYTE_DATA(text), *end = at + PyUnicode_GET_LENGTH(text);
    int state = t->start;
    while (at < end && state && t->ends[state] < 2) state = t->table[state * t->width + t->classes[*at++]];
    return t->ends[state] > 0;
}

static int matches(Test *t, PyObject *text) {
    if (t->listed) return PySet_Contains(t->listed, text);
    if (t->prefix) return (int)PyUnicode_Tailmatch(text, t->prefix, 0, PY_SSIZE_T_MAX, -1);
    if (!t->regex) return 1;
    if (t->table && PyUnicode_IS_ASCII(text)) return finds(t, text);
    if (!t->find) { /* what is never needed is never compiled */
        PyObject *re = PyImport_ImportModule("re"), *compiled = NULL;
        if (re) compiled = PyObject_CallMethod(re, "compile", "O", t->regex);
        if (compiled) t->find = PyObject_GetAttr(compiled, t->method);
        Py_XDECREF(compiled);
        Py_XDECREF(re);
        if (!t->find) return ASK;
    }
    PyObject *found = PyObject_CallOneArg(t->find, text);
    int is = found ? found != Py_None : ASK;
    Py_XDECREF(found);
    return is;
}

static int within(Op *o, PyObject *v) {
    static const int refusing[] = {Py_LT, Py_GT, Py_LE, Py_GE};
    for (int i = 0; i < 4; i++)
        if (o->bounds[i]) {
            int bad = PyObject_RichCompareBool(v, o->bounds[i], refusing[i]);
            if (bad) return bad < 0 ? ASK : 0;
        }
    return 1;
}

static int among(PlanObject *p, Op *o, PyObject *v, unsigned kind) {
    if (kind & (NOTHING | TRUTH)) return (o->kinds & (v == Py_None ? 1 : v == Py_True ? 2 : 4)) != 0;
    if (kind & (LIST | OBJECT)) return o->second ? call(p, o->first, v, o->second, NULL) : 0;
    return o->table ? PySet_Contains(o->table, v) : 0;
}

static int multiple(PlanObject *p, Op *o, PyObject *v) {
    if (o->divisor && PyFloat_CheckExact(v)) {
        if (fmod(PyFloat_AS_DOUBLE(v), (double)o->divisor) == 0) return 1;
    } else if (o->divisor) {
        int over;
        long long number = PyLong_AsLongLongAndOverflow(v, &over);
        if (!over) return number % o->divisor == 0;
    }
    return call(p, o->first, v, o->bounds[0], o->bounds[1]);
}

/* Whether the letters from `at` are a moment in UTC that most calendars have: "2024-02-28T10:00:00Z". */
static int is_moment(PyObject *v) {
    if (!PyUnicode_IS_ASCII(v) || PyUnicode_GET_LENGTH(v) != 20) return 0;
    static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
    const Py_UCS1 *at = PyUnicode_1BYTE_DATA(v);
    for (int i = 0; i < 20; i++)
        if (form[i] == 'd' ? at[i] < '0' || at[i] > '9' : at[i] != form[i]) return 0;
    int month = at[5] * 10 + at[6] - '0' * 11, day = at[8] * 10 + at[9] - '0' * 11;
    return month > 0 && month < 13 && day > 0 && day < 29 && at[11] * 10 + at[12] - '0' * 11 < 24 && at[14] < '6' && at[17] < '6';
}

static int of_text(PlanObject *p, Op *o, PyObject *v) {
    int is = o->exactly && is_moment(v);
    for (Py_ssize_t i = 0; !is && i < PyTuple_GET_SIZE(o->first); i++)
        is = call(p, PyTuple_GET_ITEM(o->first, i), v, NULL, NULL);
    return is;
}

static Py_ssize_t size(PyObject *v, unsigned kind) {
    return kind == STRING ? PyUnicode_GET_LENGTH(v) : kind == LIST ? PyList_GET_SIZE(v) : PyDict_GET_SIZE(v);
}

static int items(PlanObject *p, Op *o, PyObject *v, int depth) {
    for (Py_ssize_t i = o->low; i < PyList_GET_SIZE(v); i++) {
        int is = one(p, o->schema, PyList_GET_ITEM(v, i), depth);
        if (is <= 0) return is;
    }
    return 1;
}

static int prefix(PlanObject *p, Op *o, PyObject *v, int depth) {
    for (Py_ssize_t i = 0; i < o->count && i < PyList_GET_SIZE(v); i++) {
        int is = one(p, o->schemas[i], PyList_GET_ITEM(v, i), depth);
        if (is <= 0) return is;
    }
    return 1;
}

static int contains(PlanObject *p, Op *o, PyObject *v, int depth) {
    Py_ssize_t found = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(v); i++) {
        if (found >= o->low && o->high == PY_SSIZE_T_MAX) return 1;
        int is = one(p, o->schema, PyList_GET_ITEM(v, i), depth);
        if (is < 0) return is;
        if (is && ++found > o->high) return 0;
    }
    return found >= o->low;
}

/* Whether all elements differ.  What Python holds equal may differ yet, such as 1 and true: its function says. */
static int unique(PlanObject *p, Op *o, PyObject *v) {
    Py_ssize_t n = PyList_GET_SIZE(v);
    int equal = n > FEW;
    for (Py_ssize_t i = 1; !equal && i < n; i++)
        for (Py_ssize_t k = 0; !equal && k < i && i < PyList_GET_SIZE(v); k++)
            equal = PyObject_RichCompareBool(PyList_GET_ITEM(v, i), PyList_GET_ITEM(v, k), Py_EQ);
    return equal < 0 ? ASK : equal ? call(p, o->first, v, NULL, NULL) : 1;
}
