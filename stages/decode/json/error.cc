#include "stages/decode/json/error.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>

#include "lib/base/utf8.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {
namespace {

// What the grammar wants at the place of each error. An error that is not in the table is told without.
struct Expectation {
  rapidjson::ParseErrorCode code;
  const char* what;
};
constexpr Expectation kExpectations[] = {
    {rapidjson::kParseErrorDocumentEmpty, "a value"},
    {rapidjson::kParseErrorValueInvalid, "a value"},
    {rapidjson::kParseErrorObjectMissName, "a field name in double quotes"},
    {rapidjson::kParseErrorObjectMissColon, "a colon"},
    {rapidjson::kParseErrorObjectMissCommaOrCurlyBracket, "a comma or }"},
    {rapidjson::kParseErrorArrayMissCommaOrSquareBracket, "a comma or ]"},
    {rapidjson::kParseErrorNumberMissFraction, "a digit"},
    {rapidjson::kParseErrorNumberMissExponent, "a digit"},
};

// Errors for which a sentence of their own says more than what is expected.
constexpr Expectation kSentences[] = {
    {rapidjson::kParseErrorDocumentRootNotSingular, "something follows the end of the JSON value"},
    {rapidjson::kParseErrorStringMissQuotationMark, "the text ends inside a string"},
    {rapidjson::kParseErrorStringEscapeInvalid, "an escape that JSON does not know"},
    {rapidjson::kParseErrorStringUnicodeEscapeInvalidHex, "\\u needs four hexadecimal digits"},
    {rapidjson::kParseErrorStringUnicodeSurrogateInvalid, "an escape with half of a surrogate pair"},
    {rapidjson::kParseErrorNumberTooBig, "a number that is too large"},
};

template <size_t n>
const char* Find(const Expectation (&table)[n], rapidjson::ParseErrorCode code) {
  const auto* row = std::find_if(table, table + n, [code](const Expectation& known) { return known.code == code; });
  return row == table + n ? nullptr : row->what;
}

// The parser reports a control character in a string as a wrong escape or, for NUL, as the end of the text.
bool IsControlInString(std::string_view text, const rapidjson::ParseResult& error) {
  const bool is_in_string = error.Code() == rapidjson::kParseErrorStringEscapeInvalid ||
                            error.Code() == rapidjson::kParseErrorStringMissQuotationMark;
  return is_in_string && error.Offset() < text.size() && static_cast<unsigned char>(text[error.Offset()]) < 0x20;
}

std::string Say(std::string_view text, const rapidjson::ParseResult& error) {
  if (IsControlInString(text, error)) return "a line break or control character stands unescaped in a string";
  if (const char* sentence = Find(kSentences, error.Code())) return sentence;
  const char* expected = Find(kExpectations, error.Code());
  if (expected == nullptr) return "this is no JSON";
  if (error.Offset() >= text.size()) return std::string("the text ends where ") + expected + " is expected";
  const std::string_view rest = text.substr(error.Offset());
  return std::string("expected ") + expected + ", found " + Quote(rest.substr(0, NextBoundary(rest, 0)));
}

JsonError Locate(std::string_view text, size_t byte) {
  JsonError error;
  error.byte = byte;
  const std::string_view before = text.substr(0, byte);
  error.line += static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
  const size_t line_begin = before.rfind('\n');
  error.column = 1 + CountCharacters(line_begin == std::string_view::npos ? before : before.substr(line_begin + 1));
  return error;
}

}  // namespace

std::optional<JsonError> FindJsonError(std::string_view text) {
  // Iterative: depth costs memory and never the stack.
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag;
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  rapidjson::BaseReaderHandler<> ignore;
  rapidjson::ParseResult result = reader.Parse<kFlags>(stream, ignore);
  // The parser takes a NUL for the end of the text.
  if (!result.IsError() && stream.Tell() < text.size()) {
    result.Set(rapidjson::kParseErrorDocumentRootNotSingular, stream.Tell());
  }
  if (!result.IsError()) return std::nullopt;
  JsonError error = Locate(text, result.Offset());
  error.what = Say(text, result);
  return error;
}

}  // namespace marsad::decode
