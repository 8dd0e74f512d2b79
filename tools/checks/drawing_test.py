#!/usr/bin/env python3
"""The drawing follows the table."""
import sys
import unittest

from drawing import BEGIN, END, draw, graph, levels, split


class DrawingTest(unittest.TestCase):
    def test_each_folder_stands_above_what_it_includes(self):
        self.assertEqual(levels({"top": ["a", "b"], "a": ["b"], "b": []}), [["b"], ["a"], ["top"]])

    def test_a_circle_is_an_error(self):
        with self.assertRaises(ValueError):
            levels({"a": ["b"], "b": ["a"]})

    def test_every_folder_of_the_table_is_drawn_once(self):
        drawing = draw(graph())
        for folder in graph():
            self.assertEqual(drawing.count(f"| {folder} "), 1, folder)
        self.assertLess(drawing.index("| lib/kafka "), drawing.index("| lib/pipeline "))

    def test_a_document_without_a_place_for_it_is_an_error(self):
        self.assertEqual(split("a\n" + BEGIN + "x\n" + END + "b\n"), ("a\n", "x\n", "b\n"))
        with self.assertRaises(ValueError):
            split("a\n" + BEGIN)


if __name__ == "__main__":
    sys.exit(unittest.main())
