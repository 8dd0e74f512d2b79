#!/usr/bin/env python3
"""Seeded violations are caught; what is allowed is not."""
import sys
import unittest

from layers import check

SEEDED = [
    ("lib/base/a.cc", '#include "lib/text/utf8.h"'),
    ("lib/text/a.h", "#include <unicode/unistr.h>"),
    ("lib/record/a.cc", "#include <unicode/unistr.h>"),
    ("lib/pipeline/runner.cc", '#include "lib/kafka/client.h"'),
    ("lib/pipeline/runner.cc", "#include <librdkafka/rdkafka.h>"),
    ("lib/kafka/client.h", "#include <librdkafka/rdkafka.h>"),
    ("lib/app/service.cc", "#include <librdkafka/rdkafka.h>"),
    ("lib/app/service.cc", '#include "lib/pipeline/testing/memory_log.h"'),
    ("stages/tag/tagger.cc", '#include "stages/normalize/stage.h"'),
    ("stages/tag/stage.cc", '#include "stages/normalize/stage.h"'),
    ("stages/tag/tagger.cc", '#include "marsad/v1/enriched.pb.h"'),
    ("stages/tag/tagger.h", "#include <google/protobuf/message.h>"),
    ("stages/tag/tagger.cc", '#include "lib/pipeline/stage.h"'),
    ("stages/decode/json/article.cc", '#include "stages/decode/contract/rules.h"'),
    ("stages/decode/json/article.cc", '#include "stages/decode/xml/document.h"'),
    ("stages/decode/article/moment.cc", '#include "stages/decode/html/tree.h"'),
    ("stages/decode/html/main.cc", '#include "lib/app/service.h"'),
    ("stages/tag/main.cc", '#include "lib/app/service.h"'),
    ("stages/tag/table.cc", '#include "stages/decode/stage.h"'),
    ("lib/kafka/auth/token.cc", '#include "lib/kafka/session/consumer.h"'),
    ("lib/kafka/tools/reader.cc", '#include "lib/kafka/session/consumer.h"'),
    ("cli/show/terminal.cc", '#include "cli/verbs/connection.h"'),
    ("stages/tag/stage.cc", '#include "lib/pipeline/runner.h"'),
    ("stages/tag/stage.cc", "#include <spdlog/spdlog.h>"),
    ("stages/tag/tagger.cc", "#include <gtest/gtest.h>"),
    ("stages/tag/tagger.cc", "#include <unistd.h>"),
    ("stages/tag/tagger.cc", '#include "tests/shared_data.h"'),
    ("lib/base/a.h", "#include <absl/strings/string_view.h>"),
    ("stages/tag/tagger.cc", "  const char c = std::tolower(x);"),
    ("lib/kafka/a.cc", "  std::thread worker(run);"),
    ("stages/tag/tagger.cc", '  getenv("HOME");'),
    ("lib/app/a.cc", "  rd_kafka_poll(client, 0);"),
    ("stages/tag/tagger_test.cc", "  std::this_thread::sleep_for(1s);"),
    ("lib/pipeline/faults_test.cc", "  std::mt19937_64 random(std::random_device{}());"),
    ("stages/tag/tagger_test.cc", "  srand(7);"),
    ("tests/integration/conftest.py", '    seed = int(os.environ.get("MARSAD_SEED", time.time_ns()))'),
    ("tests/faults/trial.py", "    blow = random.choice(blows)"),
    ("lib/base/a.cc", "// TO" + "DO: later"),
    ("README.md", "hidden \u202e order"),
    ("lib/base/a.cc", '"\u200f"'),
]
ALLOWED = [
    ("lib/text/a.cc", "#include <unicode/unistr.h>\n#include <vector>\n#include <cstdint>"),
    ("lib/base/a.h", "#include <tl/expected.hpp>"),
    ("lib/kafka/a.cc", '#include <librdkafka/rdkafka.h>\n#include "lib/pipeline/ports.h"\nrd_kafka_poll(x, 0);'),
    ("stages/tag/stage.cc", '#include "marsad/v1/enriched.pb.h"\n#include "lib/pipeline/stage.h"'),
    ("stages/decode/contract/rules.cc", '#include "marsad/v1/enriched.pb.h"\n#include "lib/record/reject.h"'),
    ("stages/decode/stage.cc", '#include "stages/decode/contract/rules.h"'),
    ("lib/kafka/client.cc", '#include "lib/kafka/auth/token.h"'),
    ("lib/kafka/session/membership.cc", '#include "lib/kafka/tools/admin.h"'),
    ("stages/main.cc", '#include "lib/app/service.h"\n#include "stages/table.h"'),
    ("stages/table.cc", '#include "stages/table.h"\n#include "stages/decode/stage.h"\n#include "stages/tag/stage.h"'),
    ("stages/tag/tagger_test.cc", '#include <gtest/gtest.h>\n#include "stages/tag/tagger.h"'),
    ("lib/pipeline/runner_test.cc", '#include "lib/pipeline/testing/memory_log.h"\nstd::thread t(f);'),
    ("lib/base/a.cc", "// std::thread is not for here; tolower( neither"),
    ("lib/app/service.cc", '#include "lib/kafka/client.h"\nstd::thread worker(run);'),
    ("lib/text/a_test.cc", '#include "tests/shared_data.h"'),
    ("lib/app/b.cc", "std::this_thread::get_id();"),
]


class Layers(unittest.TestCase):
    def test_seeded_violations_are_caught(self):
        for path, text in SEEDED:
            with self.subTest(path=path, text=text):
                self.assertEqual(len(check(path, text)), 1)

    def test_what_is_allowed_passes(self):
        for path, text in ALLOWED:
            with self.subTest(path=path, text=text):
                self.assertEqual(check(path, text), [])

    def test_says_where(self):
        self.assertEqual(check("lib/base/a.cc", '\n\n#include "lib/text/utf8.h"')[0][0], 3)


if __name__ == "__main__":
    sys.exit(unittest.main())
