// Where a record lies in its topic: a partition, and an offset in it. Two types, so that one cannot be given as the other.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace marsad {

// One of a topic's partitions. They have an order, for sorting, but nothing is computed with them. "Any" and "all" are an
// absent Partition, not a number below 0 as in Kafka.
class Partition {
 public:
  constexpr Partition() = default;  // the first: number 0
  constexpr explicit Partition(int32_t number) : number_(number) {}

  constexpr int32_t number() const { return number_; }

  friend constexpr auto operator<=>(const Partition&, const Partition&) = default;

 private:
  int32_t number_ = 0;
};

// A place in a partition. Offsets grow from record to record, with gaps where a transaction ended or the topic was compacted.
class Offset {
 public:
  constexpr Offset() = default;  // the first: 0
  constexpr explicit Offset(int64_t value) : value_(value) {}

  constexpr int64_t value() const { return value_; }
  // What Kafka commits is the offset that comes after the last record read, whether there is a record at it or not.
  constexpr Offset next() const { return Offset(value_ + 1); }
  constexpr Offset previous() const { return Offset(value_ - 1); }

  friend constexpr auto operator<=>(const Offset&, const Offset&) = default;

 private:
  int64_t value_ = 0;
};

}  // namespace marsad

template <>
struct std::hash<marsad::Partition> {
  size_t operator()(marsad::Partition partition) const noexcept { return std::hash<int32_t>()(partition.number()); }
};

template <>
struct std::hash<marsad::Offset> {
  size_t operator()(marsad::Offset offset) const noexcept { return std::hash<int64_t>()(offset.value()); }
};
