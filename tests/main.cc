// The main function of every test program: one for each library, with all of its *_test.cc.
//
//   --file=PATH    only the tests of this file, from the repository's root; fails if it has none. A --gtest_filter goes before
//                  it: a death test runs this program again with the filter of that one test
//   --entry=NAME   what ctest calls them: with GTEST_OUTPUT=xml:DIRECTORY/ the report is DIRECTORY/NAME_test.xml
//
// Tests run in the repository's root: a relative path is one from there. testing::TempDir() is a directory of this process
// alone, which goes with it: the same tests may run beside.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::string ValueOf(std::string_view option, int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (const std::string_view argument(argv[i]); argument.starts_with(option)) {
      return std::string(argument.substr(option.size()));
    }
  }
  return {};
}

// What --gtest_filter takes for the tests of that file; empty if it has none.
std::string FilterOf(std::string_view file) {
  std::string filter;
  const testing::UnitTest& tests = *testing::UnitTest::GetInstance();
  for (int i = 0; i < tests.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *tests.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const testing::TestInfo& test = *suite.GetTestInfo(j);
      if (std::string_view(test.file()).ends_with(file)) {
        filter.append(suite.name()).append(".").append(test.name()).append(":");
      }
    }
  }
  return filter;
}

// What --gtest_output takes for the report of that entry; empty if none is asked for.
std::string ReportOf(const std::string& entry) {
  const char* output = std::getenv("GTEST_OUTPUT");
  if (entry.empty() || output == nullptr || !std::string_view(output).ends_with('/')) return {};
  return "--gtest_output=" + std::string(output) + entry + "_test.xml";
}

// What testing::TempDir() answers. A death test's process has its parent's.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    if (std::getenv(kVariable) != nullptr) return;
    path_ = (std::filesystem::temp_directory_path() / "marsad-test-XXXXXX").string();
    if (mkdtemp(path_.data()) != nullptr) setenv(kVariable, path_.c_str(), 1);
  }
  ~TemporaryDirectory() {
    if (!path_.empty()) std::filesystem::remove_all(path_);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

 private:
  static constexpr const char* kVariable = "TEST_TMPDIR";
  std::string path_;
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<char*> arguments(argv, argv + argc);
  std::string report = ReportOf(ValueOf("--entry=", argc, argv));
  if (!report.empty()) arguments.push_back(report.data());  // gtest opens it when it starts
  argc = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  argv = arguments.data();
  std::filesystem::current_path(MARSAD_ROOT);  // before parameters of tests are read from files
  const TemporaryDirectory temporary;
  testing::InitGoogleTest(&argc, argv);
  if (const std::string file = ValueOf("--file=", argc, argv); !file.empty() && GTEST_FLAG_GET(filter) == "*") {
    const std::string filter = FilterOf("/" + file);
    if (filter.empty()) {
      std::cerr << "no test in " << file << '\n';
      return 1;
    }
    GTEST_FLAG_SET(filter, filter);
  }
  return RUN_ALL_TESTS();
}
