#include "lib/app/change_monitor.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "lib/app/testing/temporary_directory.h"

namespace marsad::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// A Wait() that misses its change lasts longer than a test may.
constexpr auto kNever = std::chrono::hours(1);

class ChangeMonitorTest : public ::testing::Test {
 private:
  testing::TemporaryDirectory directory_;

 protected:
  const fs::path root_{directory_.path()};
};

TEST_F(ChangeMonitorTest, AFileInADirectory) {
  ChangeMonitor monitor({root_}, kNever);
  std::ofstream(root_ / "names.tsv") << "x";
  monitor.Wait();
}

TEST_F(ChangeMonitorTest, ARenameOverAFile) {
  std::ofstream(root_ / "table") << "x";
  ChangeMonitor monitor({root_ / "table"}, kNever);
  std::ofstream(root_ / "table.new") << "y";
  fs::rename(root_ / "table.new", root_ / "table");
  monitor.Wait();
}

TEST_F(ChangeMonitorTest, ALinkThatLeadsElsewhereAndWhatChangesThere) {
  fs::create_directory(root_ / "1");
  fs::create_directory(root_ / "2");
  fs::create_directory_symlink("1", root_ / "now");
  ChangeMonitor monitor({root_ / "now"}, kNever);
  fs::create_directory_symlink("2", root_ / "next");
  fs::rename(root_ / "next", root_ / "now");
  monitor.Wait();
  std::ofstream(root_ / "2" / "names.tsv") << "x";
  monitor.Wait();
}

TEST_F(ChangeMonitorTest, WhatIsNotThereYet) {
  ChangeMonitor monitor({root_ / "later"}, kNever);
  fs::create_directory(root_ / "later");
  monitor.Wait();
}

TEST_F(ChangeMonitorTest, WithoutNewsItEndsAfterItsTime) {
  ChangeMonitor monitor({"/nowhere/at/all"}, 1ms);
  monitor.Wait();
}

TEST_F(ChangeMonitorTest, WakesFromAnotherThreadAndFromBefore) {
  ChangeMonitor monitor({root_}, kNever);
  monitor.Wake();
  monitor.Wait();
  std::thread other([&] { monitor.Wake(); });
  monitor.Wait();
  other.join();
}

}  // namespace
}  // namespace marsad::app
