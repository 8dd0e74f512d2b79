// Mails that were pasted or saved as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// The article in a mail.
struct Mail {
  std::string subject;  // without "Re:", "Fw:" and the like; may be empty
  std::string sender;   // a person's name; empty: it is an office, or an address alone
  std::string body;     // without greeting, signature, disclaimer and what was answered to
};

// Reads `text` as a mail if header lines begin it, perhaps below "Forwarded message" and a line or two; absent: it is none.
// Headers are a sender or recipient and at least two others, or one other and an address, by the names of
// data/mail_words.tsv. Of mails inside each other the innermost counts. The date becomes `draft->published`. No address of
// the headers is kept anywhere but where a sentence of the text says it. `text` is valid UTF-8.
std::optional<Mail> ReadMail(std::string_view text, Draft* draft);

}  // namespace marsad::decode
