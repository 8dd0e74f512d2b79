#include "lib/base/utf8.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace marsad {
namespace {

// A table-driven automaton of well-formed UTF-8 (Unicode 15, table 3-7). A state is a bit offset, and the entry of a
// byte holds, at the offset of every state, the state that follows it: one load and one shift a byte, no branch.
// (Shift-based automata: Per Vognsen, 2021.) kError is 0, so that what is not set leads there and stays there.
enum State : uint64_t {
  kError = 0,
  kAccept = 6,
  kOneMore = 12,
  kTwoMore = 18,
  kThreeMore = 24,
  kAfterE0 = 30,
  kAfterEd = 36,
  kAfterF0 = 42,
  kAfterF4 = 48,
};

using Table = std::array<uint64_t, 256>;

constexpr void SetRange(Table* table, int first, int last, State from, State to) {
  for (int byte = first; byte <= last; ++byte) (*table)[static_cast<size_t>(byte)] |= static_cast<uint64_t>(to) << from;
}

constexpr Table MakeTable() {
  Table table{};
  SetRange(&table, 0x00, 0x7F, kAccept, kAccept);
  SetRange(&table, 0xC2, 0xDF, kAccept, kOneMore);
  SetRange(&table, 0xE0, 0xE0, kAccept, kAfterE0);
  SetRange(&table, 0xE1, 0xEF, kAccept, kTwoMore);
  table[0xED] = static_cast<uint64_t>(kAfterEd) << kAccept;
  SetRange(&table, 0xF0, 0xF0, kAccept, kAfterF0);
  SetRange(&table, 0xF1, 0xF3, kAccept, kThreeMore);
  SetRange(&table, 0xF4, 0xF4, kAccept, kAfterF4);
  SetRange(&table, 0x80, 0xBF, kOneMore, kAccept);
  SetRange(&table, 0x80, 0xBF, kTwoMore, kOneMore);
  SetRange(&table, 0x80, 0xBF, kThreeMore, kTwoMore);
  SetRange(&table, 0xA0, 0xBF, kAfterE0, kOneMore);
  SetRange(&table, 0x80, 0x9F, kAfterEd, kOneMore);
  SetRange(&table, 0x90, 0xBF, kAfterF0, kTwoMore);
  SetRange(&table, 0x80, 0x8F, kAfterF4, kTwoMore);
  return table;
}

constexpr Table kTable = MakeTable();
constexpr uint64_t kStateMask = 63;

constexpr char Continuation(char32_t c, int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); }

}  // namespace

bool IsValidUtf8(std::string_view bytes) {
  uint64_t state = kAccept;
  const char* p = bytes.data();
  const char* const end = p + bytes.size();
  for (; end - p >= 8; p += 8) {
    uint64_t block;
    std::memcpy(&block, p, 8);
    if ((block & 0x8080808080808080ULL) == 0 && (state & kStateMask) == kAccept) continue;
    for (int i = 0; i < 8; ++i) state = kTable[static_cast<unsigned char>(p[i])] >> (state & kStateMask);
  }
  for (; p != end; ++p) state = kTable[static_cast<unsigned char>(*p)] >> (state & kStateMask);
  return (state & kStateMask) == kAccept;
}

void AppendUtf8(char32_t c, std::string* to) {
  if (c < 0x80) {
    *to += static_cast<char>(c);
  } else if (c < 0x800) {
    *to += {static_cast<char>(0xC0 | c >> 6), Continuation(c, 0)};
  } else if (c < 0x10000) {
    *to += {static_cast<char>(0xE0 | c >> 12), Continuation(c, 6), Continuation(c, 0)};
  } else {
    *to += {static_cast<char>(0xF0 | c >> 18), Continuation(c, 12), Continuation(c, 6), Continuation(c, 0)};
  }
}

}  // namespace marsad
