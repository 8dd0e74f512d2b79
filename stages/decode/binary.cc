#include "stages/decode/binary.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "lib/base/utf8.h"

namespace marsad::decode {
namespace {

using namespace std::string_view_literals;

constexpr size_t kLooked = 512;
constexpr size_t kCharactersPerControl = 10;

enum class Kind {
  kPacked,    // whoever sent it may think that Kafka wants it so
  kOther,     //
  kTypeable,  // a signature that has no control in it and needs none after it
};

struct Signature {
  std::string_view start;
  std::string_view name;
  Kind kind = Kind::kOther;
  size_t at = 0;               // of `rest`
  std::string_view rest = {};  // what else must be there
};

// From the formats' own definitions; those that people put into topics by mistake.
constexpr Signature kSignatures[] = {
    {"\x1F\x8B"sv, "gzip", Kind::kPacked},
    {"\x1F\x9D"sv, "a compressed file (.Z)", Kind::kPacked},
    {"\x28\xB5\x2F\xFD"sv, "zstd", Kind::kPacked},
    {"\xFD"
     "7zXZ\0"sv,
     "xz", Kind::kPacked},
    {"BZh"sv, "bzip2", Kind::kPacked, 4, "1AY&SY"sv},
    {"BZh"sv, "bzip2", Kind::kPacked, 4, "\x17rE8P\x90"sv},
    {"\x04\x22\x4D\x18"sv, "lz4", Kind::kPacked},
    {"\xFF\x06\0\0sNaPpY"sv, "snappy", Kind::kPacked},
    {"PK\x03\x04"sv, "a ZIP archive (as .docx, .odt and .epub are)"},
    {"PK\x05\x06"sv, "a ZIP archive"},
    {"7z\xBC\xAF\x27\x1C"sv, "a 7z archive"},
    {"Rar!\x1A\x07"sv, "a RAR archive"},
    {""sv, "a tar archive", Kind::kOther, 257, "ustar"sv},
    {"%PDF-1."sv, "a PDF document", Kind::kTypeable},
    {"%PDF-2."sv, "a PDF document", Kind::kTypeable},
    {"%!PS-Adobe-"sv, "a PostScript document", Kind::kTypeable},
    {"{\\rtf1"sv, "an RTF document", Kind::kTypeable},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an Office document (.doc, .xls, .msg)"},
    {"\x89PNG\r\n\x1A\n"sv, "a PNG picture"},
    {"\xFF\xD8\xFF"sv, "a JPEG picture"},
    {"GIF87a"sv, "a GIF picture"},
    {"GIF89a"sv, "a GIF picture"},
    {"RIFF"sv, "a WebP picture", Kind::kOther, 8, "WEBP"sv},
    {"RIFF"sv, "a WAV recording", Kind::kOther, 8, "WAVE"sv},
    {"RIFF"sv, "an AVI film", Kind::kOther, 8, "AVI "sv},
    {"II*\0"sv, "a TIFF picture"},
    {"MM\0*"sv, "a TIFF picture"},
    {"\0\0\0"sv, "an MP4 film or HEIF picture", Kind::kOther, 4, "ftyp"sv},
    {"\x1A\x45\xDF\xA3"sv, "a Matroska or WebM film"},
    {"ID3"sv, "an MP3 recording"},
    {"OggS\0"sv, "an Ogg recording"},
    {"fLaC"sv, "a FLAC recording"},
    {"\x7F"
     "ELF"sv,
     "a program (ELF)"},
    {"MZ\x90\0"sv, "a program (.exe)"},
    {"\xCA\xFE\xBA\xBE"sv, "a program (Java class or Mach-O)"},
    {"\0asm"sv, "a program (WebAssembly)"},
    {"\xAC\xED\0\x05"sv, "a serialized Java object"},
    {"Obj\x01"sv, "an Avro file"},
    {"PAR1"sv, "a Parquet file"},
    {"SQLite format 3\0"sv, "an SQLite database"},
};

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && (byte < '\t' || byte > '\r') && byte != 0x1B;
}

bool Fits(const Signature& signature, std::string_view bytes) {
  return bytes.starts_with(signature.start) &&
         (signature.rest.empty() ||
          (bytes.size() > signature.at && bytes.substr(signature.at).starts_with(signature.rest)));
}

std::string_view WithoutEnds(std::string_view text) {
  while (!text.empty() && IsControl(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsControl(text.back())) text.remove_suffix(1);
  return text;
}

// Whether a byte of the eight is below `limit`, which is at most 0x80 (Bit Twiddling Hacks, "hasless").
constexpr bool HasLess(uint64_t bytes, uint64_t limit) {
  constexpr uint64_t kOnes = ~uint64_t{0} / 0xFF;
  return ((bytes - kOnes * limit) & ~bytes & (kOnes * 0x80)) != 0;
}

// Most eights of a text hold nothing below the blank but line feeds, and many not even those.
size_t CountControls(std::string_view text) {
  size_t controls = 0;
  size_t at = 0;
  for (uint64_t eight; at + sizeof(eight) <= text.size(); at += sizeof(eight)) {
    std::memcpy(&eight, text.data() + at, sizeof(eight));
    if (!HasLess(eight, 0x20)) continue;
    for (size_t i = at; i < at + sizeof(eight); ++i) controls += IsControl(text[i]);
  }
  return controls +
         static_cast<size_t>(std::count_if(text.begin() + static_cast<ptrdiff_t>(at), text.end(), IsControl));
}

}  // namespace

OrRefusal<void> CheckSignature(std::string_view bytes) {
  const auto* found =
      std::ranges::find_if(kSignatures, [&](const Signature& signature) { return Fits(signature, bytes); });
  if (found == std::end(kSignatures)) return {};
  if (found->kind != Kind::kTypeable && CountControls(bytes.substr(0, kLooked)) == 0) return {};
  return Refuse(Fault::kUnknownFormat,
                "the bytes begin as " + std::string(found->name) +
                    (found->kind == Kind::kPacked ? " does, which is not unpacked here: send the article as it is and "
                                                    "let Kafka compress (compression.type)"
                                                  : " does, which is not decoded here: send the article's text"));
}

OrRefusal<void> CheckControls(std::string_view text) {
  if (!HasManyControls(text)) return {};
  text = WithoutEnds(text);
  return Refuse(Fault::kBadEncoding, "the bytes are no text: of " + std::to_string(CountCharacters(text)) +
                                         " characters " + std::to_string(CountControls(text)) +
                                         " are control characters; allowed is one in ten");
}

bool HasManyControls(std::string_view bytes) {
  const size_t controls = CountControls(bytes);
  if (controls * kCharactersPerControl <= bytes.size() / 4) return false;  // even if all characters were of four bytes
  bytes = WithoutEnds(bytes);
  return CountControls(bytes) * kCharactersPerControl > CountCharacters(bytes);
}

}  // namespace marsad::decode
