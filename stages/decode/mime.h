// Mails as they go over the wire: RFC 2045 to 2047. Whoever saves or pastes one sends its encoded parts with their headers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::decode {

// What a mail's or a part's headers say of the bytes below them; empty: nothing.
struct MimeHeaders {
  std::string content_type = {};
  std::string transfer_encoding = {};
  std::string disposition = {};

  bool SayNothing() const { return content_type.empty() && transfer_encoding.empty(); }
};

struct MimeText {
  std::string text;                  // valid UTF-8
  std::vector<std::string> ignored;  // media types of parts that are no text of the mail: pictures, attachments
};

// The text of `body`: of several parts the plain one, unless the one in HTML says much more. Boundaries and encodings that were
// declared wrongly or not at all are told by their looks. `body` is valid UTF-8.
MimeText ReadMime(const MimeHeaders& headers, std::string_view body);

// The same of what begins with a boundary or with a part's headers, or is quoted-printable that nothing declares; absent: it is
// neither.
std::optional<MimeText> ReadBareMime(std::string_view text);

// The value of a header with its encoded words as what they stand for.
std::string DecodeWords(std::string_view value);

}  // namespace marsad::decode
