#include "stages/decode/json/error.h"

#include <string>
#include <utility>
#include <vector>

#include "lib/text/utf8.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {
namespace {

// Walks over JSON without recursion, so that depth costs memory and never the stack.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  // Whether the whole text is one JSON value.
  bool Walk() {
    if (!Value()) return false;
    while (!open_.empty()) {
      if (!AfterValue()) return false;
    }
    Blanks();
    return AtEnd() || Fail("something follows the end of the JSON value");
  }

  JsonError error() const {
    JsonError error{.byte = at_, .what = what_};
    const std::string_view before = text_.substr(0, at_);
    for (const char c : before) error.line += c == '\n';
    const size_t line_begin = before.rfind('\n');
    error.column =
        1 + text::CountCharacters(line_begin == std::string_view::npos ? before : before.substr(line_begin + 1));
    return error;
  }

 private:
  bool AtEnd() const { return at_ == text_.size(); }
  char Peek() const { return AtEnd() ? '\0' : text_[at_]; }
  bool Take(char c) {
    if (AtEnd() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool Fail(std::string what) {
    what_ = std::move(what);
    return false;
  }
  bool Expected(const char* what) {
    if (AtEnd()) return Fail(std::string("the text ends where ") + what + " is expected");
    size_t end = at_ + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
    return Fail(std::string("expected ") + what + ", found " + Quote(text_.substr(at_, end - at_)));
  }
  void Blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  // A value up to its end, or up to the first value inside it.
  bool Value() {
    for (;;) {
      Blanks();
      if (Take('[')) {
        Blanks();
        if (Take(']')) return true;
        open_.push_back(']');
        continue;
      }
      if (Take('{')) {
        Blanks();
        if (Take('}')) return true;
        open_.push_back('}');
        if (!Name()) return false;
        continue;
      }
      return Scalar();
    }
  }

  // What may stand after a value inside an array or object: its end, or a comma and the next value.
  bool AfterValue() {
    Blanks();
    const char close = open_.back();
    if (Take(close)) {
      open_.pop_back();
      return true;
    }
    if (!Take(',')) return Expected(close == ']' ? "a comma or ]" : "a comma or }");
    if (close == '}' && !Name()) return false;
    return Value();
  }

  bool Name() {
    Blanks();
    if (Peek() != '"') return Expected("a field name in double quotes");
    if (!String()) return false;
    Blanks();
    return Take(':') || Expected("a colon");
  }

  bool Scalar() {
    const char c = Peek();
    if (c == '"') return String();
    if (c == '-' || (c >= '0' && c <= '9')) return Number();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (!text_.substr(at_).starts_with(word)) continue;
      at_ += word.size();
      return true;
    }
    return Expected("a value");
  }

  bool String() {
    for (++at_; !AtEnd();) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20)
        return Fail("a line break or control character stands unescaped in a string");
      ++at_;
      if (c == '\\' && !Escape()) return false;
    }
    return Fail("the text ends inside a string");
  }

  bool Escape() {
    if (AtEnd()) return Fail("the text ends inside a string");
    const char c = text_[at_];
    if (c == 'u') {
      const size_t digits = text_.substr(at_ + 1, 4).find_first_not_of("0123456789abcdefABCDEF");
      if (at_ + 5 > text_.size() || digits != std::string_view::npos) return Fail("\\u needs four hexadecimal digits");
      at_ += 5;
      return true;
    }
    if (std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos)
      return Fail("an escape that JSON does not know");
    ++at_;
    return true;
  }

  size_t Digits() {
    const size_t begin = at_;
    at_ = std::min(text_.find_first_not_of("0123456789", at_), text_.size());
    return at_ - begin;
  }

  bool Number() {
    Take('-');
    if (!Take('0') && Digits() == 0) return Expected("a digit");
    if (Take('.') && Digits() == 0) return Expected("a digit");
    if (Take('e') || Take('E')) {
      if (!Take('+')) Take('-');
      if (Digits() == 0) return Expected("a digit");
    }
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<char> open_;  // the closers that are still to come
  std::string what_;
};

}  // namespace

std::optional<JsonError> FindJsonError(std::string_view text) {
  Walker walker(text);
  if (walker.Walk()) return std::nullopt;
  return walker.error();
}

}  // namespace marsad::decode
