#include "lib/app/change_watch.h"

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

class ChangeWatchTest : public ::testing::Test {
 private:
  testing::TemporaryDirectory directory_;

 protected:
  const fs::path root_{directory_.path()};
};

TEST_F(ChangeWatchTest, AFileInADirectory) {
  ChangeWatch watch({root_}, kNever);
  std::ofstream(root_ / "names.tsv") << "x";
  watch.Wait();
}

TEST_F(ChangeWatchTest, ARenameOverAFile) {
  std::ofstream(root_ / "table") << "x";
  ChangeWatch watch({root_ / "table"}, kNever);
  std::ofstream(root_ / "table.new") << "y";
  fs::rename(root_ / "table.new", root_ / "table");
  watch.Wait();
}

TEST_F(ChangeWatchTest, ALinkThatLeadsElsewhereAndWhatChangesThere) {
  fs::create_directory(root_ / "1");
  fs::create_directory(root_ / "2");
  fs::create_directory_symlink("1", root_ / "now");
  ChangeWatch watch({root_ / "now"}, kNever);
  fs::create_directory_symlink("2", root_ / "next");
  fs::rename(root_ / "next", root_ / "now");
  watch.Wait();
  std::ofstream(root_ / "2" / "names.tsv") << "x";
  watch.Wait();
}

TEST_F(ChangeWatchTest, WhatIsNotThereYet) {
  ChangeWatch watch({root_ / "later"}, kNever);
  fs::create_directory(root_ / "later");
  watch.Wait();
}

TEST_F(ChangeWatchTest, WithoutNewsItEndsAfterItsTime) {
  ChangeWatch watch({"/nowhere/at/all"}, 1ms);
  watch.Wait();
}

TEST_F(ChangeWatchTest, WakesFromAnotherThreadAndFromBefore) {
  ChangeWatch watch({root_}, kNever);
  watch.Wake();
  watch.Wait();
  std::thread other([&] { watch.Wake(); });
  watch.Wait();
  other.join();
}

}  // namespace
}  // namespace marsad::app
