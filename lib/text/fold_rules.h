// What folding does to each code point, computed once from ICU's data. Internal to fold.cc and its tests.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/text/code_point.h"

namespace marsad::text {

enum class FoldKind : uint8_t {
  kSame,     // stays
  kReplace,  // becomes another character, of as many bytes: FoldRule::bytes
  kChange,   // becomes FoldRule::bytes
  kLong,     // becomes more bytes than a rule holds; see FoldRules::Long
  kMark,     // dropped; part of the character before it
  kDrop,     // dropped
  kCombine,  // may melt into the character before it: FoldSequence decides
};

struct FoldRule {
  FoldKind kind = FoldKind::kSame;
  uint8_t length = 0;           // of what it becomes, in bytes
  unsigned char bytes[6] = {};  // what it becomes; where kLong: its place
  friend bool operator==(const FoldRule&, const FoldRule&) = default;
};

// Immutable; one for the process.
class FoldRules {
 public:
  static const FoldRules& Get();

  const FoldRule& operator[](char32_t c) const { return table_[c]; }
  // What a character of two bytes becomes, as its two bytes lie in memory, if that is one of two bytes; 0 if not.
  uint16_t Pair(char32_t c) const { return pairs_.data()[c]; }
  // What a kLong code point becomes.
  std::string_view Long(const FoldRule& rule) const;

 private:
  FoldRules();
  FoldRule Make(char32_t c);

  std::string pool_;
  CodePointTable<FoldRule> table_;
  std::array<uint16_t, 0x800> pairs_{};
};

// The fold of a character with what combines with it, by the book: decompose, drop, map, compose. Slow.
std::string FoldSequence(std::string_view sequence);

}  // namespace marsad::text
