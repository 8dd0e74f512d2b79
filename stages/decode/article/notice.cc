#include "stages/decode/article/notice.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "stages/decode/article/words.h"

namespace marsad::embedded {
extern const std::string_view kNotices;
}

namespace marsad::decode {
namespace {

constexpr size_t kOpening = 1500;  // bytes

struct Phrases {
  std::vector<std::string> topics;
  std::vector<std::string> we;
  std::vector<std::pair<Notice, std::string>> whole;

  static bool Has(const std::string& words, const std::vector<std::string>& phrases) {
    return std::ranges::any_of(phrases,
                               [&](const std::string& phrase) { return words.find(phrase) != std::string::npos; });
  }
};

// As WordsOf makes it, with a border only where the data have an underscore.
std::string PhraseOf(std::string_view text) {
  const std::string words = WordsOf(text);
  const size_t begin = text.starts_with('_') ? 0 : 1;
  const size_t end = words.size() - (text.ends_with('_') ? 0 : 1);
  return words.substr(begin, end - begin);
}

Phrases Load() {
  constexpr std::pair<std::string_view, Notice> kKinds[] = {{"consent", Notice::kConsent},
                                                            {"robot", Notice::kRobot},
                                                            {"missing", Notice::kMissing},
                                                            {"locked", Notice::kLocked}};
  Phrases phrases;
  std::string_view rest = embedded::kNotices;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string_view::npos) continue;
    const std::string_view kind = line.substr(0, tab);
    std::string phrase = PhraseOf(line.substr(tab + 1));
    if (kind == "topic")
      phrases.topics.push_back(std::move(phrase));
    else if (kind == "we")
      phrases.we.push_back(std::move(phrase));
    else {
      const auto* found = std::ranges::find(kKinds, kind, &std::pair<std::string_view, Notice>::first);
      phrases.whole.emplace_back(found->second, std::move(phrase));
    }
  }
  return phrases;
}

const Phrases& Known() {
  static const Phrases kPhrases = Load();
  return kPhrases;
}

}  // namespace

Notice NoticeIn(std::string_view line) {
  const Phrases& phrases = Known();
  const std::string words = WordsOf(line);
  for (const auto& [notice, phrase] : phrases.whole) {
    if (words.find(phrase) != std::string::npos) return notice;
  }
  const bool is_consent = Phrases::Has(words, phrases.topics) && Phrases::Has(words, phrases.we);
  return is_consent ? Notice::kConsent : Notice::kNone;
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
    if (others == at - 1 && at > kOpening) return Notice::kNone;
  }
  for (const Notice notice : {Notice::kConsent, Notice::kRobot, Notice::kMissing, Notice::kLocked}) {
    if (const size_t said = bytes[static_cast<size_t>(notice)]; said > 0 && said * 2 >= text.size()) return notice;
  }
  return Notice::kNone;
}

}  // namespace marsad::decode
