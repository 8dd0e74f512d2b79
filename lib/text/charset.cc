#include "lib/text/charset.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "lib/text/escape.h"
#include "lib/text/utf8.h"

namespace marsad::text {
namespace {

constexpr uint8_t kUnicodeMajor = 15;  // as word_break.h and sentence_break.h have it

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

struct CloseDetector {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};
using Detector = std::unique_ptr<UCharsetDetector, CloseDetector>;

constexpr size_t kMostFrames = 16;  // more of them are no frame

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // REPLACEMENT CHARACTER

// What is written under these names is in practice the larger set: the WHATWG Encoding Standard reads them so.
constexpr std::pair<std::string_view, std::string_view> kReadAs[] = {
    {"US-ASCII", "windows-1252"},
    {"ISO-8859-1", "windows-1252"},
    {"ISO-8859-9", "windows-1254"},
    {"ISO-8859-11", "windows-874"},
    {"TIS-620", "windows-874"},
    {"GB2312", "GB18030"},
    {"GBK", "GB18030"},
    {"EUC-KR", "windows-949"},
    {"Shift_JIS", "windows-31j"},
};

constexpr std::pair<UConverterType, CharsetKind> kKinds[] = {
    {UCNV_SBCS, CharsetKind::kSingleByte},
    {UCNV_LATIN_1, CharsetKind::kSingleByte},
    {UCNV_US_ASCII, CharsetKind::kSingleByte},
    {UCNV_DBCS, CharsetKind::kMultiByte},
    {UCNV_MBCS, CharsetKind::kMultiByte},
    {UCNV_UTF8, CharsetKind::kUtf8},
    {UCNV_UTF16, CharsetKind::kWide},
    {UCNV_UTF16_BigEndian, CharsetKind::kWide},
    {UCNV_UTF16_LittleEndian, CharsetKind::kWide},
    {UCNV_UTF32, CharsetKind::kWide},
    {UCNV_UTF32_BigEndian, CharsetKind::kWide},
    {UCNV_UTF32_LittleEndian, CharsetKind::kWide},
    {UCNV_ISO_2022, CharsetKind::kStateful},
};

// Encodings that no news source uses and that have hidden markup from filters (UTF-7 and the like) are unknown here.
CharsetKind KindOf(UConverterType type) {
  const auto* const found = std::ranges::find(kKinds, type, &std::pair<UConverterType, CharsetKind>::first);
  return found == std::end(kKinds) ? CharsetKind::kUnknown : found->second;
}

// The name by which MIME, or else IANA, or else Windows prefers to call it (IANA never listed windows-874, which most Thai
// text is in); null if none knows it.
const char* PreferredName(const char* name) {
  for (const char* standard : {"MIME", "IANA", "WINDOWS"}) {
    UErrorCode status = U_ZERO_ERROR;
    const char* preferred = ucnv_getStandardName(name, standard, &status);
    if (U_SUCCESS(status) && preferred != nullptr) return preferred;
  }
  return nullptr;
}

Converter Open(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &status));
  if (U_FAILURE(status)) return nullptr;
  return converter;
}

void ReplaceAndCount(const void* context, UConverterToUnicodeArgs* args, const char*, int32_t,
                     UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;  // reset, close, clone
  *status = U_ZERO_ERROR;
  const UChar replacement = 0xFFFD;
  ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
  ++*static_cast<uint32_t*>(const_cast<void*>(context));
}

// Bytes that an eight-bit encoding leaves open come out of ICU as C1 controls, which nobody meant to write. NEL stays.
void ReplaceC1(Converted* converted) {
  std::string& text = converted->text;
  const auto is_c1 = [&](size_t i) {
    const auto second = static_cast<unsigned char>(text[i + 1]);
    return text[i] == '\xC2' && second < 0xA0 && second != 0x85;
  };
  std::string out;
  size_t good = 0;
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    if (!is_c1(i)) continue;
    out.append(text, good, i - good).append(kReplacement);
    ++converted->repairs;
    good = i + 2;
  }
  if (good == 0) return;
  text = out.append(text, good);
}

// All of `bytes`; fails if ICU does, which is only when memory runs out.
UErrorCode Convert(std::string_view bytes, UConverter* source, UConverter* utf8, Converted* converted) {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(source, ReplaceAndCount, &converted->repairs, nullptr, nullptr, &status);
  std::array<UChar, 1024> pivot;
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  const char* in = bytes.data();
  const char* const in_end = in + bytes.size();
  std::array<char, 4096> buffer;
  UBool reset = 1;
  do {
    status = U_ZERO_ERROR;
    char* out = buffer.data();
    ucnv_convertEx(utf8, source, &out, buffer.data() + buffer.size(), &in, in_end, pivot.data(), &pivot_source,
                   &pivot_target, pivot.data() + pivot.size(), reset, 1, &status);
    reset = 0;
    converted->text.append(buffer.data(), out - buffer.data());
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  return status;
}

// Text has next to no control bytes; with NULs in it, it can only be UTF-16 or UTF-32.
struct Controls {
  size_t nul = 0;
  size_t other = 0;
};

// The frames of wire protocols (SOH, STX, ETX, EOT in IPTC 7901 and ANPA 1312) and the separators of fields stand in text.
bool IsFrame(unsigned char c) { return (c >= 0x01 && c <= 0x04) || (c >= 0x1C && c <= 0x1F); }

Controls CountControls(std::string_view bytes) {
  Controls controls;
  size_t frames = 0;
  for (const unsigned char c : bytes) {
    controls.nul += c == 0;
    frames += IsFrame(c);
    controls.other +=
        c != 0 && c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1B && !IsFrame(c);
  }
  if (frames > kMostFrames) controls.other += frames;
  return controls;
}

// Without the padding of blocks of a fixed size.
std::string_view WithoutPadding(std::string_view bytes) {
  const size_t begin = std::min(bytes.find_first_not_of('\0'), bytes.size());
  // One NUL at either end may be half a character of UTF-16.
  if (begin > 1) bytes.remove_prefix(begin);
  const size_t end = bytes.find_last_not_of('\0');
  if (end != std::string_view::npos && bytes.size() - end > 4) bytes = bytes.substr(0, end + 1);
  return bytes;
}

bool IsUtf16Or32(std::string_view name) { return name.starts_with("UTF-16") || name.starts_with("UTF-32"); }

constexpr size_t kDetectBytes = 16384;   // more does not make the guess better
constexpr int32_t kMinConfidence = 20;   // of 100, as ICU counts
constexpr size_t kNameBytes = 80;        // of a charset's name, shown in a sentence
constexpr size_t kTextPerControl = 100;  // at most one control byte in so many

}  // namespace

bool IsAssigned(char32_t c) {
  const int8_t type = u_charType(static_cast<UChar32>(c));
  if (type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR || type == U_SURROGATE) return false;
  // Another ICU knows another Unicode, but the same bytes are to be read as the same text.
  UVersionInfo since;
  u_charAge(static_cast<UChar32>(c), since);
  return since[0] < kUnicodeMajor || (since[0] == kUnicodeMajor && since[1] == 0);
}

CharsetKind KindOfCharset(std::string_view charset) {
  const Converter converter = charset.empty() ? nullptr : Open(std::string(charset).c_str());
  return converter ? KindOf(ucnv_getType(converter.get())) : CharsetKind::kUnknown;
}

Result<Converted> ConvertToUtf8(std::string_view bytes, std::string_view charset) {
  const std::string name(charset);
  Converter source = Open(name.c_str());
  const char* preferred = source ? PreferredName(name.c_str()) : nullptr;
  if (preferred == nullptr || name.empty() || KindOf(ucnv_getType(source.get())) == CharsetKind::kUnknown) {
    return Fail("unknown charset \"" + EscapeControls(charset.substr(0, kNameBytes)) +
                "\"; allowed are the names that IANA lists, e.g. utf-8, windows-1256, " + "iso-8859-6, windows-1251");
  }
  Converted converted{.text = {}, .charset = preferred};
  const auto* read_as = std::find_if(std::begin(kReadAs), std::end(kReadAs),
                                     [&](const auto& entry) { return entry.first == converted.charset; });
  if (read_as != std::end(kReadAs)) {
    converted.charset = read_as->second;
    source = Open(converted.charset.c_str());
  }
  if (source && ucnv_getType(source.get()) == UCNV_UTF8) {
    Repaired repaired = RepairUtf8(bytes);
    converted.text = std::move(repaired.text);
    converted.repairs = repaired.repairs;
    return converted;
  }
  const Converter utf8 = Open("UTF-8");
  if (!source || !utf8) return Fail("cannot open the converter of charset \"" + converted.charset + "\"");
  converted.text.reserve(bytes.size() * 2);
  const UErrorCode status = Convert(bytes, source.get(), utf8.get(), &converted);
  if (U_FAILURE(status)) return Fail("cannot convert from " + converted.charset + ": " + u_errorName(status));
  if (ucnv_getType(source.get()) == UCNV_SBCS) ReplaceC1(&converted);
  return converted;
}

std::optional<std::string> DetectCharset(std::string_view bytes) {
  bytes = WithoutPadding(bytes.substr(0, kDetectBytes));
  if (bytes.empty()) return std::nullopt;
  const Controls controls = CountControls(bytes);
  if (controls.nul == 0 && controls.other * kTextPerControl > bytes.size()) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const Detector detector(ucsdet_open(&status));
  ucsdet_setText(detector.get(), bytes.data(), static_cast<int32_t>(bytes.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return std::nullopt;
  const int32_t confidence = ucsdet_getConfidence(match, &status);
  const char* name = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || confidence < kMinConfidence) return std::nullopt;
  if (controls.nul > 0 && !IsUtf16Or32(name)) return std::nullopt;
  return name;
}

}  // namespace marsad::text
