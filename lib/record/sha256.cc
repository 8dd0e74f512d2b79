#include "lib/record/sha256.h"

#include <openssl/evp.h>

#include <array>

namespace marsad::record {

std::string Sha256Hex(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  // Cannot fail for SHA-256: the default provider always has it.
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

}  // namespace marsad::record
