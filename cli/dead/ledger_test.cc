#include "cli/dead/ledger.h"

#include <gtest/gtest.h>

namespace marsad::cli {
namespace {

TEST(Ledger, KnowsEachOriginalByItsWholePlace) {
  Ledger ledger;
  EXPECT_TRUE(ledger.Add({"a", Partition(1), Offset(7)}));
  EXPECT_FALSE(ledger.Add({"a", Partition(1), Offset(7)}));
  EXPECT_TRUE(ledger.Has({"a", Partition(1), Offset(7)}));
  EXPECT_FALSE(ledger.Has({"a", Partition(1), Offset(8)}));
  EXPECT_FALSE(ledger.Has({"a", Partition(2), Offset(7)}));
  EXPECT_FALSE(ledger.Has({"b", Partition(1), Offset(7)}));
}

}  // namespace
}  // namespace marsad::cli
