#include "lib/text/fold.h"

#include <algorithm>
#include <cstring>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/fold_rules.h"

namespace marsad::text {
namespace {

constexpr size_t kSlack = 8;                     // room after the end, so that a copy of a fixed length needs no look
constexpr size_t kLongestCharacter = 4;          // bytes
constexpr uint64_t kOnes = ~uint64_t{0} / 0xFF;  // 1 in each of eight bytes

// What combines with one character beyond so many is dropped (UAX #15 calls text with more than 30 marks not
// stream-safe): ordering them takes quadratic time. Dropped and not left for the next sequence, so that a second fold
// finds no sequence that is longer than one of the first.
constexpr int kMaxSequence = 64;

// Eight bytes of ASCII in small letters. What is added brings the capitals' top bits up and no byte's over.
constexpr uint64_t LowerAscii(uint64_t eight) {
  const uint64_t from_a = eight + kOnes * (0x80 - 'A');
  const uint64_t behind_z = eight + kOnes * (0x80 - 'Z' - 1);
  return eight | (from_a & ~behind_z & (kOnes * 0x80)) >> 2;
}

// Folds as many eights of ASCII as `in` begins with; returns their bytes. To fold ASCII is to make its letters small.
size_t CopyAscii(std::string_view in, char* out) {
  size_t at = 0;
  for (uint64_t eight; at + sizeof(eight) <= in.size(); at += sizeof(eight)) {
    std::memcpy(&eight, in.data() + at, sizeof(eight));
    if ((eight & (kOnes * 0x80)) != 0) break;
    eight = LowerAscii(eight);
    std::memcpy(out + at, &eight, sizeof(eight));
  }
  return at;
}

class Folder {
 public:
  explicit Folder(std::string_view original) : original_(original), rules_(FoldRules::Get()) {
    search_.resize(original.size() + kSlack);
  }

  Folded Run() {
    while (at_ < original_.size()) {
      CopyRun();
      if (at_ < original_.size()) Step();
    }
    Close();
    map_.AddSame(same_);
    search_.resize(size_);
    return {std::move(search_), std::move(map_)};
  }

 private:
  // The last character that left something: it can still change, for what combines with it may follow.
  struct Last {
    size_t begin = 0;
    uint32_t original = 0;  // bytes, with its marks
    uint32_t search = 0;    // bytes
    uint32_t dropped = 0;   // bytes dropped after it that are no part of it
    bool same = true;       // one to one
  };

  // Characters that stay or become another one of as many bytes: nearly all there are.
  void CopyRun() {
    const size_t rest = original_.size() - at_;
    if (search_.size() - size_ < rest + kSlack) search_.resize(2 * search_.size() + rest);
    const char* const in = original_.data();
    char* out = search_.data() + size_;
    const size_t begin = at_;
    size_t last = at_;
    size_t at = at_;
    while (at + kLongestCharacter <= original_.size()) {
      const CodePoint c = CodePointAt(original_, at);
      if (c.bytes == 2) {
        const uint16_t pair = rules_.Pair(c.value);
        if (pair == 0) break;
        std::memcpy(out, &pair, sizeof(pair));
        last = at;
        at += sizeof(pair);
        out += sizeof(pair);
        continue;
      }
      if (c.bytes == 1 && IsAscii(original_[at + 1])) {  // else a blank or sign among other letters
        if (const size_t bytes = CopyAscii(original_.substr(at), out); bytes > 0) {
          at += bytes;
          out += bytes;
          last = at - 1;
          continue;
        }
      }
      const FoldRule& rule = rules_[c.value];
      if (rule.kind != FoldKind::kSame && rule.kind != FoldKind::kReplace) break;
      // Always as many bytes as the longest character has: what is too much is overwritten by the next one.
      std::memcpy(out, rule.kind == FoldKind::kSame ? in + at : reinterpret_cast<const char*>(rule.bytes),
                  kLongestCharacter);
      last = at;
      at += c.bytes;
      out += c.bytes;
    }
    if (at == begin) return;
    Close();
    same_ += static_cast<uint32_t>(last - begin);
    size_ += at - begin;
    at_ = at;
    const auto bytes = static_cast<uint32_t>(at - last);
    last_ = {.begin = last, .original = bytes, .search = bytes, .dropped = 0, .same = true};
  }

  void Step() {
    const CodePoint c = CodePointAt(original_, at_);
    const FoldRule& rule = rules_[c.value];
    switch (rule.kind) {
      case FoldKind::kSame:
        Open(c.bytes, true);
        Write(original_.substr(at_, c.bytes));
        break;
      case FoldKind::kReplace:
      case FoldKind::kChange:
        Open(c.bytes, rule.kind == FoldKind::kReplace);
        Write({reinterpret_cast<const char*>(rule.bytes), rule.length});
        break;
      case FoldKind::kLong:
        Open(c.bytes, false);
        Write(rules_.Long(rule));
        break;
      case FoldKind::kMark:
        Absorb(c.bytes);
        break;
      case FoldKind::kDrop:
        last_.dropped += c.bytes;
        break;
      case FoldKind::kCombine:
        Combine();
        return;
    }
    at_ += c.bytes;
  }

  // A new character of `bytes` begins here.
  void Open(uint32_t bytes, bool same) {
    Close();
    last_ = {.begin = at_, .original = bytes, .search = 0, .dropped = 0, .same = same};
  }

  void Write(std::string_view bytes) {
    if (search_.size() - size_ < bytes.size() + kSlack) search_.resize(2 * search_.size() + bytes.size());
    std::memcpy(search_.data() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
    last_.search += static_cast<uint32_t>(bytes.size());
  }

  // The last character is over: tells the map.
  void Close() {
    if (last_.same && last_.dropped == 0) {
      same_ += last_.original;
      return;
    }
    if (last_.same) {
      same_ += last_.original;
      map_.AddSame(same_);
    } else {
      map_.AddSame(same_);
      map_.AddChange(last_.original, last_.search);
    }
    same_ = 0;
    map_.AddChange(last_.dropped, 0);
  }

  void Absorb(uint32_t bytes) {
    if (last_.search == 0 || last_.dropped > 0) {  // it stands on nothing that is left
      last_.dropped += bytes;
      return;
    }
    last_.original += bytes;
    last_.same = false;
  }

  // Folds the last character anew, together with all that combines with it. What is dropped between them is taken out
  // first: it would keep apart in this fold what meets in the next. The character is taken from the original: in the
  // search text a ypogegrammeni is an iota already, and no mark can be ordered before it.
  void Combine() {
    std::string sequence;
    if (last_.search == 0) {
      Open(0, false);
    } else {
      sequence = original_.substr(last_.begin, CodePointAt(original_, last_.begin).bytes);
    }
    const std::string_view last = std::string_view(search_).substr(size_ - last_.search, last_.search);
    size_t end = at_;  // what is dropped at the end is no part of it
    size_t ahead = at_;
    for (int combining = 0; ahead < original_.size();) {
      const CodePoint c = CodePointAt(original_, ahead);
      const FoldKind kind = rules_[c.value].kind;
      if (kind != FoldKind::kCombine && kind != FoldKind::kMark && kind != FoldKind::kDrop) break;
      if (kind == FoldKind::kCombine && ++combining <= kMaxSequence) sequence += original_.substr(ahead, c.bytes);
      ahead += c.bytes;
      if (kind != FoldKind::kDrop) end = ahead;
    }
    const std::string folded = FoldSequence(sequence);
    const auto more = static_cast<uint32_t>(end - at_);
    at_ = end;
    if (last_.dropped > 0 && folded == last) {
      last_.dropped += more;
      return;
    }
    size_ -= last_.search;
    last_ = {.begin = last_.begin, .original = static_cast<uint32_t>(end - last_.begin)};
    last_.same = folded == original_.substr(last_.begin, end - last_.begin);
    Write(folded);
  }

  const std::string_view original_;
  const FoldRules& rules_;
  std::string search_;  // its first size_ bytes are written
  size_t size_ = 0;
  OffsetMap map_;
  size_t at_ = 0;
  uint32_t same_ = 0;  // bytes that stand one to one and are not yet in the map
  Last last_;
};

}  // namespace

Folded Fold(std::string_view original) { return Folder(original).Run(); }

std::string FoldText(std::string_view original) { return Folder(original).Run().search; }

}  // namespace marsad::text
