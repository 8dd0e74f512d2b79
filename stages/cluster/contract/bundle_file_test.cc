#include "stages/cluster/contract/bundle_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "lib/record/sha256.h"

namespace marsad::cluster {
namespace {

namespace fs = std::filesystem;

class BundleFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(directory_ / name, std::ios::binary) << bytes;
  }
  std::string Failure() const {
    const auto loaded = LoadBundle(directory_.string());
    return loaded ? "" : loaded.error().message;
  }

  fs::path directory_;
};

const std::string kBytes = WriteBundle({}, {});

TEST_F(BundleFileTest, IsReadWithItsSum) {
  Write("stories.bundle", kBytes);
  const auto loaded = LoadBundle(directory_.string());
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->sum, record::Sha256Hex(kBytes).substr(0, 16));
  Write("SHA256SUMS", record::Sha256Hex(kBytes) + "  stories.bundle\n");
  EXPECT_EQ(Failure(), "");
}

TEST_F(BundleFileTest, OneThatDiffersFromItsSumIsRefused) {
  Write("stories.bundle", kBytes);
  Write("SHA256SUMS", record::Sha256Hex("another") + "  stories.bundle\n");
  EXPECT_NE(Failure().find("stories.bundle: is not what SHA256SUMS beside it says"), std::string::npos) << Failure();
}

TEST_F(BundleFileTest, WhatIsNotThereOrIsNoneIsNamed) {
  EXPECT_NE(Failure().find("stories.bundle: No such file"), std::string::npos) << Failure();
  Write("stories.bundle", "words");
  EXPECT_NE(Failure().find("stories.bundle: is no bundle"), std::string::npos) << Failure();
}

}  // namespace
}  // namespace marsad::cluster
