#include "lib/base/coordinates.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>

namespace marsad {
namespace {

template <class From, class To>
constexpr bool kBecomes = std::is_convertible_v<From, To> || std::is_assignable_v<To&, From>;

// What the types are for: the compiler refuses the one for the other, and a bare number for either.
static_assert(!kBecomes<Partition, Offset> && !kBecomes<Offset, Partition>);
static_assert(!kBecomes<int32_t, Partition> && !kBecomes<int64_t, Offset>);
static_assert(!kBecomes<Partition, int64_t> && !kBecomes<Offset, int64_t>);
static_assert(!std::is_constructible_v<Partition, Offset> && !std::is_constructible_v<Offset, Partition>);

TEST(Coordinates, BeginAtTheFirst) {
  EXPECT_EQ(Partition().number(), 0);
  EXPECT_EQ(Offset().value(), 0);
}

TEST(Coordinates, HaveAnOrder) {
  EXPECT_LT(Partition(2), Partition(10));
  EXPECT_LT(Offset(2), Offset(10));
}

TEST(Offset, HasNeighbours) {
  EXPECT_EQ(Offset(41).next(), Offset(42));
  EXPECT_EQ(Offset(42).previous(), Offset(41));
}

TEST(Coordinates, AreKeysOfHashTables) {
  EXPECT_EQ((std::unordered_set<Partition>{Partition(1), Partition(1), Partition(2)}).size(), 2u);
  EXPECT_EQ((std::unordered_set<Offset>{Offset(1), Offset(1), Offset(2)}).size(), 2u);
}

}  // namespace
}  // namespace marsad
