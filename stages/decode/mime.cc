#include "stages/decode/mime.h"

#include <algorithm>
#include <utility>

#include "lib/base/base64.h"
#include "lib/base/take_until.h"
#include "lib/base/utf8.h"
#include "lib/text/utf8.h"
#include "stages/decode/content_type.h"
#include "stages/decode/encoding.h"
#include "stages/decode/html/text.h"
#include "stages/decode/trim.h"

namespace marsad::decode {
namespace {

constexpr int kMostLevels = 8;        // parts inside of parts
constexpr size_t kMostIgnored = 16;   // parts that are named
constexpr size_t kHtmlPerPlain = 4;   // a plain part that says less than this share only points to the other
constexpr size_t kFewestEscapes = 3;  // of characters beyond ASCII, if nothing declares quoted-printable

// Names and tokens of MIME are ASCII.
std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

std::string_view FirstLine(std::string_view text) { return TakeUntil('\n', &text); }

int HexOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The byte that the two digits after `text[at]` stand for; -1: none.
int EscapedByte(std::string_view text, size_t at) {
  if (at + 2 >= text.size() || HexOf(text[at + 1]) < 0 || HexOf(text[at + 2]) < 0) return -1;
  return HexOf(text[at + 1]) * 16 + HexOf(text[at + 2]);
}

// Where the line goes on that `text[at]` breaks; 0: it breaks none.
size_t BehindSoftBreak(std::string_view text, size_t at) {
  const size_t end = text.find_first_not_of(" \t\r", at + 1);
  if (end == text.npos) return text.size();
  return text[end] == '\n' ? end + 1 : 0;
}

std::string DecodeQuotedPrintable(std::string_view text) {
  std::string bytes;
  for (size_t at = 0; at < text.size();) {
    const size_t sign = std::min(text.find('=', at), text.size());
    bytes.append(text, at, sign - at);
    if (sign == text.size()) break;
    if (const int byte = EscapedByte(text, sign); byte >= 0) {
      bytes += static_cast<char>(byte);
      at = sign + 3;
    } else if (const size_t behind = BehindSoftBreak(text, sign); behind > 0) {
      at = behind;
    } else {
      bytes += '=';
      at = sign + 1;
    }
  }
  return bytes;
}

std::string ToText(std::string_view bytes, std::string_view charset) {
  OrRefusal<Utf8Text> utf8 = ToUtf8(bytes, charset);
  if (!utf8) utf8 = ToUtf8(bytes, {});
  return utf8 ? std::string(utf8->text()) : text::RepairUtf8(bytes).text;
}

// RFC 3676: a line that ends with a blank goes on in the next one.
std::string Flowed(std::string_view text) {
  std::string joined;
  while (!text.empty()) {
    std::string_view line = TakeUntil('\n', &text);
    if (line.ends_with('\r')) line.remove_suffix(1);
    joined += line;
    const bool goes_on = line.ends_with(' ') && line != "-- " && !Trim(FirstLine(text)).empty();
    if (!goes_on) joined += '\n';
  }
  return joined;
}

std::string DecodeBody(const MimeHeaders& headers, const ContentType& type, std::string_view body) {
  const std::string encoding = Lower(Trim(headers.transfer_encoding));
  std::string text;
  if (encoding == "quoted-printable") {
    text = ToText(DecodeQuotedPrintable(body), type.charset);
  } else if (const auto bytes = encoding == "base64" ? DecodeBase64(Trim(body)) : std::nullopt) {
    text = ToText(*bytes, type.charset);
  } else {
    text = body;
  }
  return type.is_flowed ? Flowed(text) : text;
}

// Where the value of the header belongs; null: it says nothing of the bytes below.
std::string* ValueOf(std::string_view name, MimeHeaders* headers) {
  if (name == "content-type") return &headers->content_type;
  if (name == "content-transfer-encoding") return &headers->transfer_encoding;
  return name == "content-disposition" ? &headers->disposition : nullptr;
}

// Takes the header lines off `text`, with the blank line below them.
MimeHeaders TakeHeaders(std::string_view* text) {
  MimeHeaders headers;
  std::string* last = nullptr;
  while (!text->empty()) {
    const bool goes_on = text->starts_with(' ') || text->starts_with('\t');
    const std::string_view line = Trim(TakeUntil('\n', text));
    if (line.empty()) break;
    if (goes_on) {
      if (last != nullptr) last->append(" ").append(line);
      continue;
    }
    std::string_view value = line;
    const std::string name = Lower(Trim(TakeUntil(':', &value)));
    last = ValueOf(name, &headers);
    if (last != nullptr) *last = Trim(value);
  }
  return headers;
}

bool BeginsPart(std::string_view text) {
  const std::string_view line = FirstLine(text);
  const size_t colon = line.find(':');
  return colon != line.npos && Lower(line.substr(0, colon)).starts_with("content-");
}

// The boundary line, without the hyphens before it, that stands above the first part's headers; empty: none.
std::string_view GuessBoundary(std::string_view body) {
  while (!body.empty()) {
    const std::string_view line = Trim(TakeUntil('\n', &body));
    if (line.size() > 2 && line.starts_with("--") && BeginsPart(body)) return line.substr(2);
  }
  return {};
}

// The text of one mail, from all of its parts.
class Reader {
 public:
  void Read(const MimeHeaders& headers, std::string_view body, int level) {
    const ContentType type = ParseContentType(headers.content_type);
    if (type.media_type.starts_with("multipart/")) {
      ReadParts(type.boundary, body, level);
    } else if (Lower(headers.disposition).starts_with("attachment")) {
      Ignore(type.media_type);
    } else if (type.media_type == "message/rfc822") {
      plain_.append("\n\n----- Forwarded message -----\n").append(Trim(body));
    } else if (type.media_type == "text/html") {
      html_ += DecodeBody(headers, type, body);
    } else if (type.media_type.empty() || type.media_type == "text/plain") {
      plain_.append(plain_.empty() ? "" : "\n").append(DecodeBody(headers, type, body));
    } else {
      Ignore(type.media_type);
    }
  }

  MimeText Finish() && {
    MimeText mail{std::move(plain_), std::move(ignored_)};
    if (html_.empty()) return mail;
    const OrRefusal<RichText> rich = ReadHtmlFragment(html_);
    if (rich && rich->text.size() > kHtmlPerPlain * Trim(mail.text).size()) mail.text = rich->text;
    return mail;
  }

 private:
  void Ignore(const std::string& media_type) {
    if (ignored_.size() < kMostIgnored) ignored_.push_back(media_type);
  }

  void ReadParts(std::string_view boundary, std::string_view body, int level) {
    if (level == kMostLevels) return;
    std::string mark = "--" + std::string(boundary);
    if (boundary.empty() || body.find(mark) == body.npos) mark = "--" + std::string(GuessBoundary(body));
    if (mark == "--") return Read({}, body, level + 1);
    bool in_part = false;
    std::string_view part = body;  // from its first line on
    for (std::string_view rest = body; !rest.empty();) {
      const std::string_view from = rest;
      const std::string_view line = Trim(TakeUntil('\n', &rest), " \t\r");
      if (!line.starts_with(mark) || !Trim(line.substr(mark.size()), "-").empty()) continue;
      if (in_part) ReadPart(part.substr(0, part.size() - from.size()), level);
      in_part = line.size() == mark.size();
      part = rest;
    }
    if (in_part) ReadPart(part, level);  // it was cut
  }

  void ReadPart(std::string_view part, int level) {
    const MimeHeaders headers = TakeHeaders(&part);
    Read(headers, part, level + 1);
  }

  std::string plain_;
  std::string html_;
  std::vector<std::string> ignored_;
};

// Whether every sign of equality in `text` is one of quoted-printable, and what they stand for is UTF-8.
bool IsQuotedPrintable(std::string_view text) {
  size_t escapes = 0;
  for (size_t at = text.find('='); at != text.npos; at = text.find('=', at + 1)) {
    const int byte = EscapedByte(text, at);
    if (byte < 0 && BehindSoftBreak(text, at) == 0) return false;
    escapes += byte >= 0xC2 && byte < 0xF5;
  }
  return escapes >= kFewestEscapes && IsValidUtf8(DecodeQuotedPrintable(text));
}

// An encoded word: "=?utf-8?Q?text?=".
struct Word {
  std::string_view charset;
  std::string bytes;
  size_t end = 0;  // after it
};

// The one at `value[at]`, where "=?" stands.
std::optional<Word> WordAt(std::string_view value, size_t at) {
  const size_t coding = value.find('?', at + 2);
  if (coding == value.npos || coding + 2 >= value.size() || value[coding + 2] != '?') return std::nullopt;
  const size_t end = value.find("?=", coding + 3);
  if (end == value.npos) return std::nullopt;
  std::string_view charset = value.substr(at + 2, coding - at - 2);
  charset = charset.substr(0, charset.find('*'));  // with its language, RFC 2231
  std::string text(value.substr(coding + 3, end - coding - 3));
  const char how = value[coding + 1];
  if (how == 'Q' || how == 'q') {
    std::ranges::replace(text, '_', ' ');
    return Word{charset, DecodeQuotedPrintable(text), end + 2};
  }
  std::optional<std::string> bytes = how == 'B' || how == 'b' ? DecodeBase64(text) : std::nullopt;
  if (!bytes) return std::nullopt;
  return Word{charset, std::move(*bytes), end + 2};
}

}  // namespace

MimeText ReadMime(const MimeHeaders& headers, std::string_view body) {
  Reader reader;
  reader.Read(headers, body, 0);
  return std::move(reader).Finish();
}

std::optional<MimeText> ReadBareMime(std::string_view text) {
  text = Trim(text);
  if (text.starts_with("--")) {
    std::string_view below = text;
    TakeUntil('\n', &below);
    if (BeginsPart(below)) return ReadMime({.content_type = "multipart/mixed"}, text);
  }
  if (BeginsPart(text)) {
    std::string_view body = text;
    const MimeHeaders headers = TakeHeaders(&body);
    if (!headers.SayNothing() && !body.empty()) return ReadMime(headers, body);
  }
  if (!IsQuotedPrintable(text)) return std::nullopt;
  return ReadMime({.transfer_encoding = "quoted-printable"}, text);
}

std::string DecodeWords(std::string_view value) {
  std::string decoded;
  Word word;  // of neighbours in one charset the bytes together: a character may be divided between two
  const auto flush = [&] {
    if (!word.bytes.empty()) decoded += ToText(word.bytes, word.charset);
    word.bytes.clear();
  };
  size_t at = 0;
  while (at < value.size()) {
    const size_t sign = std::min(value.find("=?", at), value.size());
    std::optional<Word> next = sign < value.size() ? WordAt(value, sign) : std::nullopt;
    const std::string_view between = value.substr(at, sign - at);
    const bool is_neighbour = next && !word.bytes.empty() && Trim(between).empty();
    if (!is_neighbour || next->charset != word.charset) flush();
    if (!is_neighbour) decoded += between;
    if (!next) {
      decoded += value.substr(sign, 2);
      at = std::min(sign + 2, value.size());
      continue;
    }
    word.charset = next->charset;
    word.bytes += next->bytes;
    at = next->end;
  }
  flush();
  return decoded;
}

}  // namespace marsad::decode
