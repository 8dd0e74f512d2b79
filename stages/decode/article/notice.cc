#include "stages/decode/article/notice.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/utf8.h"
#include "stages/decode/article/words.h"

namespace marsad::embedded {
extern const std::string_view kNotices;
}

namespace marsad::decode {
namespace {

// What a phrase is a sign of; all but topic and we are notices by themselves, the more telling first.
enum Sign : unsigned {
  kConsentSign = 1,
  kRobotSign = 2,
  kMissingSign = 4,
  kLockedSign = 8,
  kTopicSign = 16,
  kWeSign = 32
};

// All phrases, found in one pass: at each byte the next four are looked up.
class Phrases {
 public:
  Phrases();

  // The signs of all phrases in `words`.
  unsigned In(std::string_view words) const {
    unsigned signs = 0;
    for (size_t at = 0; at + kKeyBytes <= words.size(); ++at) {
      if (IsUtf8Continuation(words[at])) continue;  // inside a character
      const uint32_t key = KeyOf(words.data() + at);
      if (!may_begin_[Slot(key)]) continue;
      for (auto entry = std::ranges::lower_bound(phrases_, key, {}, &Phrase::key);
           entry != phrases_.end() && entry->key == key; ++entry) {
        if (words.substr(at).starts_with(entry->text)) signs |= entry->sign;
      }
    }
    return signs;
  }

 private:
  static constexpr size_t kKeyBytes = 4;  // no phrase is shorter
  static constexpr unsigned kSlotBits = 14;

  struct Phrase {
    uint32_t key;
    Sign sign;
    std::string text;
  };

  static uint32_t KeyOf(const char* bytes) {
    uint32_t key;
    std::memcpy(&key, bytes, kKeyBytes);
    return key;
  }
  static size_t Slot(uint32_t key) { return (key * 2'654'435'761U) >> (32 - kSlotBits); }

  std::vector<Phrase> phrases_;  // by key
  std::bitset<size_t{1} << kSlotBits> may_begin_;
};

// As WordsOf makes it, with a border only if the data have an underscore.
std::string PhraseOf(std::string_view text) {
  const std::string words = WordsOf(text);
  const size_t begin = text.starts_with('_') ? 0 : 1;
  const size_t end = words.size() - (text.ends_with('_') ? 0 : 1);
  return words.substr(begin, end - begin);
}

Phrases::Phrases() {
  constexpr std::pair<std::string_view, Sign> kKinds[] = {{"consent", kConsentSign}, {"robot", kRobotSign},
                                                          {"missing", kMissingSign}, {"locked", kLockedSign},
                                                          {"topic", kTopicSign},     {"we", kWeSign}};
  std::string_view rest = embedded::kNotices;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string_view::npos) continue;
    const auto* kind = std::ranges::find(kKinds, line.substr(0, tab), &std::pair<std::string_view, Sign>::first);
    std::string phrase = PhraseOf(line.substr(tab + 1));
    const uint32_t key = KeyOf(phrase.data());
    may_begin_.set(Slot(key));
    phrases_.push_back({.key = key, .sign = kind->second, .text = std::move(phrase)});
  }
  std::ranges::sort(phrases_, {}, &Phrase::key);
}

const Phrases& Known() {
  static const Phrases kPhrases;
  return kPhrases;
}

}  // namespace

Notice NoticeIn(std::string_view line) {
  const unsigned signs = Known().In(WordsOf(line));
  if ((signs & kConsentSign) != 0) return Notice::kConsent;
  if ((signs & kRobotSign) != 0) return Notice::kRobot;
  if ((signs & kMissingSign) != 0) return Notice::kMissing;
  if ((signs & kLockedSign) != 0) return Notice::kLocked;
  return (signs & kTopicSign) != 0 && (signs & kWeSign) != 0 ? Notice::kConsent : Notice::kNone;
}

bool MayBeNotice(std::string_view opening) {
  for (size_t at = 0; at < opening.size() && at <= kNoticeOpening;) {
    const size_t end = std::min(opening.find('\n', at), opening.size());
    if (NoticeIn(opening.substr(at, end - at)) != Notice::kNone) return true;
    at = end + 1;
  }
  return false;
}

Notice NoticeOfText(std::string_view text) {
  size_t bytes[] = {0, 0, 0, 0, 0};
  size_t others = 0;
  for (size_t at = 0; at < text.size() && others * 2 <= text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const Notice notice = NoticeIn(line);
    (notice == Notice::kNone ? others : bytes[static_cast<size_t>(notice)]) += line.size();
    at = end + 1;
    // A wall says at once what it is.
    if (at > kNoticeOpening && std::ranges::all_of(bytes, [](size_t said) { return said == 0; })) return Notice::kNone;
  }
  for (const Notice notice : {Notice::kConsent, Notice::kRobot, Notice::kMissing, Notice::kLocked}) {
    if (const size_t said = bytes[static_cast<size_t>(notice)]; said > 0 && said * 2 >= text.size()) return notice;
  }
  return Notice::kNone;
}

}  // namespace marsad::decode
