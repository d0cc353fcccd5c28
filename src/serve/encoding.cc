#include "serve/encoding.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <charconv>

namespace serve {
namespace {

constexpr int kBrotliQuality = 5;
constexpr int kBrotliWindow = 18;
constexpr int kGzipLevel = 6;

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Whether "gzip;q=0" and its like refuse what they name.
bool IsRefused(std::string_view part) {
  const size_t at = part.find("q=");
  if (at == std::string_view::npos) return false;
  const std::string_view digits = Trim(part.substr(at + 2));
  double weight = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
  return error != std::errc() || weight <= 0;
}

std::string CompressBrotli(std::string_view bytes) {
  size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  const int done =
      BrotliEncoderCompress(kBrotliQuality, kBrotliWindow, BROTLI_MODE_TEXT, bytes.size(),
                            reinterpret_cast<const uint8_t*>(bytes.data()), &size,
                            reinterpret_cast<uint8_t*>(out.data()));
  if (done == BROTLI_FALSE) return {};
  out.resize(size);
  return out;
}

std::string CompressGzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzipWrapper = 16;
  if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, MAX_WBITS + kGzipWrapper, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  // zlib does not write to its input; the pointer is not const for reasons of age.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? out : std::string();
}

}  // namespace

Encoding ChooseEncoding(std::string_view accept_encoding) {
  Encoding best = Encoding::kIdentity;
  while (!accept_encoding.empty()) {
    const size_t comma = accept_encoding.find(',');
    const std::string_view part = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(comma == std::string_view::npos ? accept_encoding.size()
                                                                  : comma + 1);
    const std::string_view name = Trim(part.substr(0, part.find(';')));
    if (IsRefused(part)) continue;
    if (name == "br") return Encoding::kBrotli;
    if (name == "gzip" || name == "x-gzip") best = Encoding::kGzip;
  }
  return best;
}

std::string_view EncodingName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kGzip:
      return "gzip";
    case Encoding::kBrotli:
      return "br";
    case Encoding::kIdentity:
      break;
  }
  return {};
}

std::string Compress(std::string_view bytes, Encoding& encoding) {
  std::string out;
  if (encoding == Encoding::kBrotli) out = CompressBrotli(bytes);
  if (encoding == Encoding::kGzip) out = CompressGzip(bytes);
  if (!out.empty()) return out;
  encoding = Encoding::kIdentity;
  return std::string(bytes);
}

}  // namespace serve
