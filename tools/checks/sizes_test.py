#!/usr/bin/env python3
"""Each limit of sizes.py fails above it and holds at it."""
import sys
import unittest

import sizes


def function(lines=3, complexity=1, parameters=0, name="F"):
    """Source of one function of that size."""
    arguments = ", ".join(f"int a{i}" for i in range(parameters))
    body = ["  if (x) y();"] * (complexity - 1)
    body += ["  z();"] * (lines - 2 - len(body))
    return "\n".join([f"void {name}({arguments}) {{", *body, "}"]) + "\n"


def faults(texts):
    functions = [f for path, text in texts.items() for f in sizes.functions_of(path, text)]
    return [sentence for fails, sentence in sizes.look(texts, functions) if fails]


def file_of(lines):
    return "// words\n" * lines


SPARSE = {"lib/sparse.cc": "".join(function(name=f"F{i}") for i in range(99))}  # so that one dense function is no share


class SizesTest(unittest.TestCase):
    def test_what_is_at_a_limit_passes(self):
        texts = {"lib/a.cc": file_of(sizes.FILE_LINES[1]),
                 "lib/b.cc": function(lines=sizes.FUNCTION_LINES[1]),
                 "lib/c.cc": function(lines=30, complexity=sizes.COMPLEXITY[1]),
                 "lib/d.cc": function(parameters=sizes.PARAMETERS[1]), **SPARSE}
        self.assertEqual(faults(texts), [])

    def test_one_above_each_limit_fails(self):
        for text, word in [(file_of(sizes.FILE_LINES[1] + 1), "lines"),
                           (function(lines=sizes.FUNCTION_LINES[1] + 1), "F: lines"),
                           (function(lines=30, complexity=sizes.COMPLEXITY[1] + 1), "F: complexity"),
                           (function(parameters=sizes.PARAMETERS[1] + 1), "F: parameters")]:
            for path in ("lib/a.cc", "lib/a_test.cc"):
                found = faults({path: text, **SPARSE})
                self.assertEqual([word in fault for fault in found], [True], (path, found))

    def test_a_share_of_dense_functions_above_the_limit_fails(self):
        dense = function(lines=30, complexity=sizes.DENSE + 1)
        count = int(sizes.DENSE_SHARE[1]) + 1  # of 100
        texts = {"lib/sparse.cc": "".join(function(name=f"F{i}") for i in range(100 - count))}
        self.assertIn(f"per cent: {count}", faults({**texts, **{f"lib/dense{i}.cc": dense for i in range(count)}})[0])
        self.assertEqual(faults({**texts, **{f"lib/dense{i}_test.cc": dense for i in range(count)}}), [], "tests do not count")

    def test_a_test_may_have_the_parameters_that_its_macro_takes(self):
        many = function(parameters=sizes.PARAMETERS[1] + 1, name="TEST_F")
        self.assertEqual(faults({"lib/a_test.cc": many, **SPARSE}), [])
        self.assertNotEqual(faults({"lib/a.cc": many, **SPARSE}), [])

    def test_the_table_counts_by_room(self):
        texts = {"lib/a/x.cc": function(lines=10, complexity=5), "lib/a/x_test.cc": function(lines=5), "lib/b/y.cc": function(lines=4),
                 "lib/a/testdata/cases.tsv": "a\nb\n", "cli/main.cc": function(lines=3)}
        made = sizes.measures(texts)
        self.assertEqual(made["lines of tests a line, and of data: lib/a"], "0.50, 2")
        self.assertEqual(made["lines of tests a line, and of data: lib/b"], "0.00, 0")
        self.assertEqual(made["complexity, p50 / p95 / p99 / largest"], "1 / 5 / 5 / 5")
        self.assertEqual(made["lines of C++ that are no tests, in files"], "17 in 3")


if __name__ == "__main__":
    sys.exit(unittest.main())
