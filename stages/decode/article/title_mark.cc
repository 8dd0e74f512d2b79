#include "stages/decode/article/title_mark.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/text/casing.h"
#include "lib/text/code_point.h"
#include "lib/text/fold.h"

namespace marsad::embedded {
extern const std::string_view kTitleMarks;
}

namespace marsad::decode {
namespace {

constexpr size_t kLongestMark = 40;  // bytes, with its number
constexpr int kMostMarks = 3;
constexpr std::string_view kBlanks = " ";

enum class Meaning { kUpdate, kCorrection };

const std::unordered_map<std::string, Meaning>& Table() {
  static const auto table = [] {
    std::unordered_map<std::string, Meaning> read;
    std::string_view rest = embedded::kTitleMarks;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const size_t tab = line.find('\t');
      if (line.starts_with('#') || tab == line.npos) continue;
      read.emplace(text::FoldText(line.substr(tab + 1)),
                   line.starts_with("correction") ? Meaning::kCorrection : Meaning::kUpdate);
    }
    return read;
  }();
  return table;
}

bool IsSign(char32_t c) { return c == '-' || c == ':' || (c >= 0x2010 && c <= 0x2015); }

// Where the first sign stands in the first bytes of `title`; npos: there is none.
size_t FindSign(std::string_view title) {
  for (size_t at = 0; at < std::min(title.size(), kLongestMark); at += text::CodePointAt(title, at).bytes) {
    if (IsSign(text::CodePointAt(title, at).value)) return at;
  }
  return std::string_view::npos;
}

std::string_view WithoutNumber(std::string_view words) {
  const size_t last = words.find_last_not_of("0123456789");
  return last == words.npos || words[last] != ' ' ? words : words.substr(0, words.find_last_not_of(kBlanks, last) + 1);
}

}  // namespace

void TakeTitleMarks(Draft* draft) {
  for (int marks = 0; marks < kMostMarks; ++marks) {
    const std::string_view title = draft->title;
    const size_t sign = FindSign(title);
    if (sign == title.npos || sign == 0) return;
    const std::string_view mark = title.substr(0, title.find_last_not_of(kBlanks, sign - 1) + 1);
    const auto known = Table().find(text::FoldText(WithoutNumber(mark)));
    const size_t rest = title.find_first_not_of(kBlanks, sign + text::CodePointAt(title, sign).bytes);
    if (known == Table().end() || text::HasLower(mark) || rest == title.npos) return;
    if (known->second == Meaning::kCorrection && draft->correction.empty()) draft->correction = mark;
    draft->ignored_fields.push_back("the title's mark: " + Quote(mark));
    draft->CutFront(TextField::kTitle, rest);
  }
}

}  // namespace marsad::decode
