// The words by which mails are known, of data/mail_words.tsv.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_set>

namespace marsad::decode {

// What a word or line of a mail is, in the order of the names in mail_words.cc.
enum class MailRole {
  kFrom,
  kTo,
  kSubject,
  kDate,
  kOther,  // of headers
  kReply,
  kTag,
  kForward,
  kGreeting,
  kIntro,
  kClosing,
  kEnd,
  kOffice,
  kOfficeEnd,
  kNone
};

// Immutable; safe to use from several threads.
class MailWords {
 public:
  static const MailWords& Get();

  // kFrom to kOther, or kNone.
  MailRole HeaderOf(std::string_view name) const;
  // Whether all of `text` is one of the role's entries.
  bool Is(MailRole role, std::string_view text) const;
  // Whether `text` begins with one.
  bool Begins(MailRole role, std::string_view text) const;
  // Whether any word of `text` is of offices, or ends as those do that a language makes of several.
  bool NamesOffice(std::string_view text) const;

 private:
  MailWords();
  bool Has(MailRole role, const std::string& words) const;

  std::array<std::unordered_set<std::string>, static_cast<size_t>(MailRole::kNone)> entries_;  // as of WordsOf()
};

}  // namespace marsad::decode
