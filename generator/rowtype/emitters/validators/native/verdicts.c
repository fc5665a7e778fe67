/* Verdicts by plans, for packages that are compiled.

   `Plan(schemas, names)` holds what `plans.py` prints; `plan.verdict(number, is_valid)` gives a function that says of
   what a JSON parser makes whether it is valid against a schema.  Of everything else - subclasses, objects that are no
   JSON, numbers that are no finite ones, what is nested very deeply, or where a function of Python's raises - it asks
   `is_valid`, the Python function about the same schema, whose word is the last. */
#include "verdicts.h"

#include "values.c"
#include "objects.c"
#include "leftovers.c"
#include "schemas.c"
#include "plans.c"

typedef struct {
    PyObject_HEAD
    PlanObject *plan;
    Schema *schema;
    PyObject *ask;
} VerdictObject;

static PyObject *is_valid(PyObject *self, PyObject *v) {
    VerdictObject *verdict = (VerdictObject *)self;
    int is = verdict->schema ? check(verdict->plan, verdict->schema, v, 0) : 1;
    if (is >= 0) return PyBool_FromLong(is);
    if (PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_Exception)) return NULL;
        PyErr_Clear();
    }
    return PyObject_CallOneArg(verdict->ask, v);
}

static PyMethodDef verdict_methods[] = {
    {"is_valid", is_valid, METH_O, "is_valid($self, x, /)\n--\n\nWhether `x` is valid."}, {NULL, NULL, 0, NULL}};

static PyTypeObject Verdict = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "_verdicts.Verdict",
    .tp_basicsize = sizeof(VerdictObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = verdict_methods,
};

static PyObject *plan_verdict(PyObject *self, PyObject *args) {
    PyObject *number, *ask;
    Schema *schema;
    if (!PyArg_ParseTuple(args, "OO", &number, &ask) || schema_of((PlanObject *)self, number, &schema)) return NULL;
    VerdictObject *made = PyObject_New(VerdictObject, &Verdict);
    if (!made) return NULL;
    made->plan = (PlanObject *)Py_NewRef(self);
    made->schema = schema;
    made->ask = Py_NewRef(ask);
    PyObject *function = PyObject_GetAttrString((PyObject *)made, "is_valid");
    Py_DECREF(made);
    return function;
}

static PyMethodDef plan_methods[] = {
    {"verdict", plan_verdict, METH_VARARGS, "What says whether a value is valid against the schema of a number."},
    {NULL, NULL, 0, NULL}};

static PyTypeObject Plan = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "_verdicts.Plan",
    .tp_basicsize = sizeof(PlanObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = plan_new,
    .tp_methods = plan_methods,
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_verdicts", "Verdicts by plans.", -1, NULL, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__verdicts(void) {
    PyObject *made = PyModule_Create(&module);
    if (made && (PyType_Ready(&Plan) || PyType_Ready(&Verdict) || PyModule_AddObjectRef(made, "Plan", (PyObject *)&Plan)))
        Py_CLEAR(made);
    return made;
}
