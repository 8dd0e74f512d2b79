#include "lib/text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <cstring>

namespace marsad::text {
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
  for (int byte = first; byte <= last; ++byte) (*table)[byte] |= static_cast<uint64_t>(to) << from;
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
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // REPLACEMENT CHARACTER

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

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

Repaired RepairUtf8(std::string_view bytes) {
  Repaired result;
  if (IsValidUtf8(bytes)) {
    result.text = bytes;
    return result;
  }
  result.text.reserve(bytes.size() + bytes.size() / 8);
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const size_t size = bytes.size();
  size_t good = 0;  // where the bytes begin that are good and not yet copied
  for (size_t i = 0; i < size;) {
    const size_t begin = i;
    UChar32 c;
    U8_NEXT(data, i, size, c);  // on an error it stops after the maximal broken subpart
    if (c >= 0) continue;
    result.text.append(bytes, good, begin - good);
    result.text.append(kReplacement);
    ++result.repairs;
    good = i;
  }
  result.text.append(bytes, good);
  return result;
}

size_t CountCharacters(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += !IsContinuation(c);
  return count;
}

bool HasLetter(std::string_view text) {
  const auto* data = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t i = 0; i < text.size();) {
    UChar32 c;
    U8_NEXT(data, i, text.size(), c);
    if (c >= 0 && u_isalpha(c)) return true;
  }
  return false;
}

size_t CountUtf16(std::string_view text) {
  size_t count = 0;
  // Four-byte characters are the ones that take a surrogate pair.
  for (const char c : text) count += !IsContinuation(c) + (static_cast<unsigned char>(c) >= 0xF0);
  return count;
}

}  // namespace marsad::text
