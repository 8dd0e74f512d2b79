#include "stages/decode/json/json_ld_mend.h"

#include <algorithm>

namespace marsad::decode {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";
constexpr size_t kReach = 512;  // bytes that are looked at after a sign, so that the time stays linear

// What begins with `begin` and ends with `end` is passed over; an empty `end` passes `begin` alone over.
struct Ignored {
  std::string_view begin;
  std::string_view end;
};
constexpr Ignored kIgnored[] = {{"/*<![CDATA[*/", ""}, {"/*]]>*/", ""}, {"/*", "*/"}, {"//<![CDATA[", ""},
                                {"//]]>", ""},         {"//", "\n"},    {"<!--", ""}, {"-->", ""},
                                {"<![CDATA[", ""},     {"]]>", ""},     {";", ""},    {"\xEF\xBB\xBF", ""}};

std::string WithQuotes(std::string_view text) {
  constexpr std::string_view kQuote = "&quot;";
  std::string quoted;
  for (size_t at = 0; at < text.size();) {
    const size_t next = std::min(text.find(kQuote, at), text.size());
    quoted.append(text, at, next - at);
    if (next < text.size()) quoted += '"';
    at = std::min(next + kQuote.size(), text.size());
  }
  return quoted;
}

class Mender {
 public:
  explicit Mender(std::string_view text) : text_(text) {}

  std::string Mend() {
    while (at_ < text_.size()) {
      if (const size_t ignored = IgnoredAt(text_.substr(at_)); ignored > 0) {
        at_ += ignored;
      } else if (text_[at_] == '"') {
        BeginValue();
        TakeString();
      } else {
        TakeSign(text_[at_++]);
      }
    }
    return values_ > 1 ? "[" + out_ + "]" : std::move(out_);
  }

 private:
  // Bytes that are passed over at the begin of `rest`.
  static size_t IgnoredAt(std::string_view rest) {
    for (const Ignored& ignored : kIgnored) {
      if (!rest.starts_with(ignored.begin)) continue;
      if (ignored.end.empty()) return ignored.begin.size();
      const size_t end = rest.find(ignored.end, ignored.begin.size());
      return end == std::string_view::npos ? rest.size() : end + ignored.end.size();
    }
    return 0;
  }

  // The next byte that is neither blank nor passed over, within reach; else 0.
  char NextSign(size_t at) const {
    std::string_view ahead = text_.substr(std::min(at, text_.size()), kReach);
    while (!ahead.empty()) {
      const size_t ignored = kBlanks.find(ahead.front()) != std::string_view::npos ? 1 : IgnoredAt(ahead);
      if (ignored == 0) return ahead.front();
      ahead.remove_prefix(ignored);
    }
    return '\0';
  }

  void BeginValue() {
    if (depth_ == 0 && values_++ > 0) out_ += ',';
  }

  // Whether the comma before `at_` parts no two values of an object or a list.
  bool IsIdleComma() const {
    constexpr std::string_view kNoValue = std::string_view("}],\0", 4);
    return depth_ == 0 || kNoValue.find(NextSign(at_)) != std::string_view::npos;
  }

  void TakeSign(char c) {
    if (c == '{' || c == '[') {
      BeginValue();
      ++depth_;
    }
    if ((c == '}' || c == ']') && depth_ > 0) --depth_;
    if (c == ',' && IsIdleComma()) return;
    out_ += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }

  // Whether the quotation mark at `at` ends a string: only such a sign can follow.
  bool EndsString(size_t at) const {
    constexpr std::string_view kFollowers = ",:]}";
    const char next = NextSign(at + 1);
    return next == '\0' || kFollowers.find(next) != std::string_view::npos;
  }

  void TakeString() {
    out_ += '"';
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\') {
        TakeEscape();
      } else if (c == '"') {
        if (EndsString(at_)) break;
        out_ += "\\\"";
      } else if (c == '\n') {
        out_ += "\\n";
      } else {
        out_ += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
      }
    }
    out_ += '"';
    ++at_;
  }

  void TakeEscape() {
    constexpr std::string_view kEscapes = "\"\\/bfnrtu";
    if (at_ + 1 >= text_.size()) return;
    const char escaped = text_[++at_];
    if (kEscapes.find(escaped) != std::string_view::npos) out_ += '\\';
    if (static_cast<unsigned char>(escaped) >= 0x20) out_ += escaped;
  }

  const std::string_view text_;
  size_t at_ = 0;
  std::string out_;
  size_t depth_ = 0;
  size_t values_ = 0;  // outside all others
};

}  // namespace

std::string MendJsonLd(std::string_view text) {
  if (text.find('"') == std::string_view::npos && text.find("&quot;") != std::string_view::npos) {
    return Mender(WithQuotes(text)).Mend();
  }
  return Mender(text).Mend();
}

}  // namespace marsad::decode
