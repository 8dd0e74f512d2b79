#include "stages/decode/mail.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/contact.h"
#include "lib/text/sentence_break.h"
#include "stages/decode/article/moment.h"
#include "stages/decode/mail_words.h"
#include "stages/decode/mime.h"
#include "stages/decode/trim.h"

namespace marsad::decode {
namespace {

constexpr size_t kLongestName = 60;     // bytes of a header's name
constexpr size_t kMostInside = 4;       // mails inside each other
constexpr size_t kMostAbove = 400;      // bytes above a mail that was passed on
constexpr size_t kShortLine = 90;       // characters; what is longer is prose
constexpr size_t kMostLinesBelow = 25;  // of a signature and what stands below it
constexpr size_t kHeadLines = 3;        // a greeting, and what is said of the mail
constexpr std::string_view kQuotes = " \t\"'*";

struct Envelope {
  std::array<std::string, 4> values;  // by MailRole up to kDate
  std::string names;                  // of the headers, for the record: their values hold addresses
  MimeHeaders mime;

  std::string& Of(MailRole role) { return values[static_cast<size_t>(role)]; }
  bool Has(MailRole role) const { return !values[static_cast<size_t>(role)].empty(); }
  bool IsMail() const {
    const auto known = std::ranges::count_if(values, [](const std::string& value) { return !value.empty(); });
    if (!Has(MailRole::kFrom) && !Has(MailRole::kTo)) return false;
    const bool has_address = values[0].find('@') != std::string::npos || values[1].find('@') != std::string::npos;
    return known >= 3 || (known == 2 && has_address);
  }
};

struct Header {
  MailRole role = MailRole::kNone;
  std::string_view name;
  std::string_view value;
};

std::string_view FirstLine(std::string_view text) { return text.substr(0, text.find('\n')); }

std::string_view WithoutFirstLine(std::string_view text) {
  return text.substr(std::min(text.size(), FirstLine(text).size() + 1));
}

// "X-Mailer", "List-Unsubscribe": a name that only machines give.
bool IsMachineName(std::string_view name) {
  constexpr std::string_view kParts = "-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return name.find('-') != name.npos && name.find_first_not_of(kParts) == name.npos;
}

Header ReadHeader(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == line.npos || colon == 0 || colon > kLongestName) return {};
  Header header;
  header.name = Trim(line.substr(0, colon), kQuotes);
  header.value = Trim(line.substr(colon + 1), " \t\r*");
  header.role = MailWords::Get().HeaderOf(header.name);
  if (header.role == MailRole::kNone && IsMachineName(header.name)) header.role = MailRole::kOther;
  return header;
}

// Whether a header goes on below blank lines: one that was not yet there.
bool GoesOn(std::string_view text, const Envelope& envelope) {
  const Header next = ReadHeader(FirstLine(Trim(text)));
  if (next.role > MailRole::kDate || envelope.Has(next.role)) return false;
  return next.role != MailRole::kDate || ParseOpenMoment(next.value).has_value();
}

// Where the value of what says how the text is encoded belongs; null: the header does not say so.
std::string* MimeHeaderOf(std::string_view name, MimeHeaders* mime) {
  const auto is = [&](std::string_view known) {
    return std::ranges::equal(name, known, [](char a, char b) { return (a | 0x20) == (b | 0x20); });
  };
  if (is("content-type")) return &mime->content_type;
  return is("content-transfer-encoding") ? &mime->transfer_encoding : nullptr;
}

// Where what is indented below the header goes on; null: nowhere.
std::string* TakeHeader(const Header& header, Envelope* envelope) {
  constexpr size_t kMostNames = 300;  // bytes
  if (envelope->names.size() < kMostNames)
    envelope->names.append(envelope->names.empty() ? "" : ", ").append(header.name);
  std::string* const value =
      header.role > MailRole::kDate ? MimeHeaderOf(header.name, &envelope->mime) : &envelope->Of(header.role);
  if (value == nullptr) return nullptr;
  if (header.role == MailRole::kTo && !value->empty()) *value += ", ";
  if (header.role == MailRole::kTo || value->empty()) *value += header.value;
  return value;
}

// Takes the header lines that begin `text`; those of no mail stay.
bool TakeHeaders(std::string_view* text, Envelope* envelope) {
  std::string_view rest = *text;
  std::string* last = nullptr;  // what an indented line goes on with
  while (!rest.empty()) {
    const std::string_view line = Trim(FirstLine(rest));
    if (line.empty()) {
      if (!GoesOn(rest, *envelope)) break;
      rest.remove_prefix(rest.find_first_not_of(kAsciiBlanks));  // all at once: there may be a million
      continue;
    }
    if (const Header header = ReadHeader(line); header.role != MailRole::kNone) {
      last = TakeHeader(header, envelope);
    } else if ((rest.front() == ' ' || rest.front() == '\t') && !envelope->names.empty()) {
      if (last != nullptr) last->append(last->empty() ? "" : " ").append(line);
    } else {
      break;
    }
    rest = WithoutFirstLine(rest);
  }
  if (!envelope->IsMail()) return false;
  for (std::string& value : envelope->values) value = DecodeWords(value);
  *text = Trim(rest, "\r\n");
  return true;
}

bool IsRule(std::string_view line) { return line.size() >= 5 && line.find_first_not_of("-_=*") == line.npos; }

// "---------- Forwarded message ---------", "Begin forwarded message:"
bool IsForward(std::string_view line) {
  const bool may_be =
      !line.empty() && (std::string_view("-_*>=").find(line.front()) != line.npos || line.ends_with(':'));
  return may_be && !IsRule(line) && MailWords::Get().Is(MailRole::kForward, line);
}

// Without the signs of a quotation, if it is one.
std::string Unquoted(std::string_view text) {
  if (!text.starts_with('>')) return std::string(text);
  std::string bare;
  while (!text.empty()) {
    std::string_view line = FirstLine(text);
    text = WithoutFirstLine(text);
    if (line.starts_with('>')) line.remove_prefix(1);
    if (line.starts_with(' ')) line.remove_prefix(1);
    bare.append(line).append("\n");
  }
  return bare;
}

// Where the headers of a mail may begin: with `text`, or below the line of one that was passed on. Empty: nowhere.
std::string_view FindHeaders(std::string_view text) {
  text = Trim(text, "\r\n");
  const auto begins = [](std::string_view below) {
    below = Trim(below, "> \t\r\n");
    return ReadHeader(FirstLine(below)).role <= MailRole::kOther;
  };
  if (begins(FirstLine(text))) return text;
  const size_t size = text.size();
  while (!text.empty() && size - text.size() <= kMostAbove) {
    const std::string_view line = Trim(FirstLine(text), "> \t\r\n");
    text = WithoutFirstLine(text);
    if ((IsRule(line) || IsForward(line)) && begins(text)) return Trim(text, "\r\n");
  }
  return {};
}

// The addresses of `value`, up to a bound.
void AddAddresses(std::string_view value, std::vector<std::string>* addresses) {
  constexpr size_t kMostAddresses = 50;
  constexpr std::string_view kAround = " \t<>()[]\",;:'*";
  for (size_t at = value.find('@'); at != value.npos && addresses->size() < kMostAddresses;
       at = value.find('@', at + 1)) {
    const size_t before = value.find_last_of(kAround, at);
    const size_t begin = before == value.npos ? 0 : before + 1;
    const size_t end = std::min(value.find_first_of(kAround, at), value.size());
    if (begin < at && at + 1 < end) addresses->emplace_back(value.substr(begin, end - begin));
  }
}

bool EndsSentence(std::string_view line) {
  while (!line.empty()) {
    const size_t at = PreviousBoundary(line, line.size());
    const text::SentenceClass last = text::SentenceBreaker::ClassOf(text::CodePointAt(line, at).value);
    if (last == text::SentenceClass::kATerm || last == text::SentenceClass::kSTerm) return true;
    if (last != text::SentenceClass::kClose) return false;
    line = line.substr(0, at);
  }
  return false;
}

bool IsShort(std::string_view line) { return CountCharacters(line) <= kShortLine; }

// The article's lines among those of a mail.
class BodyReader {
 public:
  BodyReader(std::string_view text, const std::vector<std::string>& addresses) : addresses_(addresses) {
    for (; !text.empty(); text = WithoutFirstLine(text)) lines_.push_back(FirstLine(text));
  }

  std::string Read() {
    const size_t begin = FindBegin();
    size_t end = FindEnd(begin);
    while (DropsContacts(begin, &end)) continue;
    std::string body;
    for (size_t i = begin; i < end; ++i) {
      if (!IsOwnAddress(Trim(lines_[i]))) body.append(lines_[i]).append("\n");
    }
    return std::string(Trim(body));
  }

 private:
  // After the greeting and what is said of the mail.
  size_t FindBegin() const {
    size_t begin = 0;
    size_t seen = 0;
    for (size_t i = 0; i + 1 < lines_.size() && seen < kHeadLines; ++i) {
      const std::string_view line = Trim(lines_[i]);
      if (line.empty()) continue;
      ++seen;
      if (IsGreeting(line) || (CountCharacters(line) <= 2 * kShortLine && Words().Begins(MailRole::kIntro, line)))
        begin = i + 1;
    }
    return begin;
  }

  static bool IsGreeting(std::string_view line) {
    constexpr std::string_view kEnds[] = {",", "!", ":", "\u060C"};
    return IsShort(line) && std::ranges::any_of(kEnds, [&](std::string_view end) { return line.ends_with(end); }) &&
           Words().Begins(MailRole::kGreeting, line);
  }

  // Where the signature, a disclaimer or the mail that was answered begins, below some text.
  size_t FindEnd(size_t begin) const {
    size_t end = lines_.size();
    while (end > begin && (Trim(lines_[end - 1]).empty() || lines_[end - 1].starts_with('>'))) --end;
    const bool has_quotation = std::any_of(lines_.begin() + static_cast<ptrdiff_t>(end), lines_.end(),
                                           [](std::string_view line) { return line.starts_with('>'); });
    if (has_quotation && end > begin + 1 && Trim(lines_[end - 1]).ends_with(':')) --end;
    bool has_text = false;
    for (size_t i = begin; i < end; ++i) {
      const std::string_view line = Trim(lines_[i]);
      if (has_text && Ends(line, end - i)) return i;
      has_text = has_text || !line.empty();
    }
    return end;
  }

  static bool Ends(std::string_view line, size_t lines_left) {
    if (IsForward(line)) return true;
    if (line.empty() || lines_left > kMostLinesBelow) return false;
    if (line == "--" || (IsRule(line) && line.starts_with("_____"))) return true;
    return (IsShort(line) && Words().Is(MailRole::kClosing, line)) || Words().Begins(MailRole::kEnd, line);
  }

  // Takes the last paragraph off if it is short lines without a sentence that say where to reach the sender.
  bool DropsContacts(size_t begin, size_t* end) const {
    while (*end > begin && Trim(lines_[*end - 1]).empty()) --*end;
    size_t first = *end;
    size_t contacts = 0;
    bool has_own = false;
    for (; first > begin && !Trim(lines_[first - 1]).empty(); --first) {
      const std::string_view line = Trim(lines_[first - 1]);
      if (!IsShort(line) || EndsSentence(line)) return false;
      contacts += text::HoldsContact(line) ? 1 : 0;
      has_own = has_own || HoldsAddress(line);
    }
    if (first == begin || !(has_own || (contacts > 0 && *end - first >= 2))) return false;
    *end = first;
    return true;
  }

  bool HoldsAddress(std::string_view line) const {
    return std::ranges::any_of(addresses_, [&](const std::string& own) { return line.find(own) != line.npos; });
  }

  // A line of its own; what a sentence says of an address is text.
  bool IsOwnAddress(std::string_view line) const {
    return IsShort(line) && !EndsSentence(line) && line.find('@') != line.npos && HoldsAddress(line);
  }

  static const MailWords& Words() { return MailWords::Get(); }

  const std::vector<std::string>& addresses_;
  std::vector<std::string_view> lines_;
};

// "RE: [EXTERN] AW[2]: Title" without what stands before the title.
std::string PlainSubject(std::string_view subject) {
  constexpr size_t kLongestMark = 40;  // bytes
  for (;;) {
    subject = Trim(subject);
    const size_t bracket = subject.starts_with('[') ? subject.find(']') : subject.npos;
    if (bracket <= kLongestMark && MailWords::Get().Is(MailRole::kTag, subject.substr(0, bracket))) {
      subject.remove_prefix(bracket + 1);
      continue;
    }
    const size_t colon = subject.find(':');
    if (colon > kLongestMark) return std::string(subject);
    const std::string_view mark = subject.substr(0, std::min(colon, subject.find_first_of("[(")));
    if (!MailWords::Get().Is(MailRole::kReply, mark) && !MailWords::Get().Is(MailRole::kTag, mark))
      return std::string(subject);
    subject.remove_prefix(colon + 1);
  }
}

// Whether `word` can stand in a person's name: with a capital, in a script without them, or as "von" and the like.
bool IsNameWord(std::string_view word) {
  constexpr std::string_view kParticles[] = {"von", "van", "de", "der", "den", "del", "della", "di",  "da",
                                             "du",  "la",  "le", "zu",  "al",  "el",  "bin",   "ben", "ibn"};
  if (std::ranges::find(kParticles, word) != std::end(kParticles)) return true;
  if (word.find_first_of("0123456789@/&_") != word.npos) return false;
  const text::SentenceClass first = text::SentenceBreaker::ClassOf(text::CodePointAt(word, 0).value);
  return first == text::SentenceClass::kUpper || first == text::SentenceClass::kOtherLetter;
}

// The name of the person that a sender is; empty: it is an office, or an address alone.
std::string PersonIn(std::string_view sender) {
  constexpr size_t kMostWords = 4;
  std::string_view name = Trim(sender.substr(0, sender.find_first_of("<[")), kQuotes);
  const size_t bracket = name.find('(');
  if (bracket != name.npos) {
    const std::string_view inside = name.substr(bracket + 1, name.find(')', bracket) - bracket - 1);
    name = name.substr(0, bracket).find('@') == name.npos ? name.substr(0, bracket) : inside;
  }
  name = name.substr(0, name.find(" via "));
  if (MailWords::Get().NamesOffice(name)) return {};
  const std::string_view head = Trim(name.substr(0, name.find_first_of(",|/;")));
  const std::string_view tail = name.size() > head.size() ? Trim(name.substr(head.size()), " ,|/;") : name.substr(0, 0);
  std::string person(head);
  if (head.find(' ') == head.npos && !tail.empty()) person = std::string(tail) + " " + person;  // "Roe, Jane"
  size_t words = 0;
  for (std::string_view rest = person; !rest.empty(); ++words) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    if (word.empty() || !IsNameWord(word)) return {};
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  }
  return words >= 2 && words <= kMostWords ? person : std::string();
}

// What stands below the headers, decoded.
std::string TextBelow(const MimeHeaders& headers, std::string_view body, Draft* draft) {
  if (headers.SayNothing()) return std::string(body);
  MimeText decoded = ReadMime(headers, body);
  for (const std::string& part : decoded.ignored) draft->ignored_fields.push_back("a part of the mail: " + Quote(part));
  return std::move(decoded.text);
}

// "From jane@port.example Tue Nov 17 10:30:00 2026": what parts the mails of a mailbox.
std::string_view WithoutMailboxLine(std::string_view text) {
  const std::string_view line = FirstLine(Trim(text, "\r\n"));
  const bool is_one = line.starts_with("From ") && line.find('@') < line.find(':') && line.find(':') != line.npos;
  return is_one ? WithoutFirstLine(Trim(text, "\r\n")) : text;
}

}  // namespace

std::optional<Mail> ReadMail(std::string_view text, Draft* draft) {
  std::optional<Envelope> envelope;
  std::vector<std::string> addresses;
  std::string held;
  text = WithoutMailboxLine(text);
  for (size_t depth = 0; depth < kMostInside; ++depth) {
    const std::string_view found = FindHeaders(text);
    if (found.empty()) break;
    std::string bare = Unquoted(found);
    std::string_view rest = bare;
    Envelope inner;
    if (!TakeHeaders(&rest, &inner)) break;
    const std::string_view above = Trim(text.substr(0, static_cast<size_t>(found.data() - text.data())));
    const size_t said = above.substr(0, above.rfind('\n') + 1).size();  // without "Forwarded message"
    if (said > rest.size()) break;  // an answer, and below it the mail that it answers
    held = TextBelow(inner.mime, rest, draft);
    text = held;
    AddAddresses(inner.Of(MailRole::kFrom), &addresses);
    AddAddresses(inner.Of(MailRole::kTo), &addresses);
    envelope = std::move(inner);
  }
  if (!envelope) return std::nullopt;
  draft->ignored_fields.push_back("the mail's headers: " + envelope->names);
  draft->published = ParseOpenMoment(envelope->Of(MailRole::kDate));
  return Mail{PlainSubject(envelope->Of(MailRole::kSubject)), PersonIn(envelope->Of(MailRole::kFrom)),
              BodyReader(text, addresses).Read()};
}

}  // namespace marsad::decode
