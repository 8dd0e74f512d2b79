#include "cli/dead/ledger.h"

#include <gtest/gtest.h>

namespace marsad::cli {
namespace {

TEST(Ledger, KnowsEachOriginalByItsWholePlace) {
  Ledger ledger;
  EXPECT_TRUE(ledger.Add({"a", 1, 7}));
  EXPECT_FALSE(ledger.Add({"a", 1, 7}));
  EXPECT_TRUE(ledger.Has({"a", 1, 7}));
  EXPECT_FALSE(ledger.Has({"a", 1, 8}));
  EXPECT_FALSE(ledger.Has({"a", 2, 7}));
  EXPECT_FALSE(ledger.Has({"b", 1, 7}));
}

}  // namespace
}  // namespace marsad::cli
