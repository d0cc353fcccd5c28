#include "store/compress.h"

#include <zstd.h>

#include <memory>

namespace store {
namespace {

// Level 3 packs a page to a fifth of its size at some 300 MB/s; the higher levels gain a tenth and
// cost several times the time.
constexpr int kLevel = 3;
constexpr unsigned long long kLargest = 1ULL << 30;

// A context is 1 MB or so to set up: one for each thread is kept.
ZSTD_CCtx* Compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> kContext(
      ZSTD_createCCtx(), ZSTD_freeCCtx);
  return kContext.get();
}

ZSTD_DCtx* Decompressor() {
  thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> kContext(
      ZSTD_createDCtx(), ZSTD_freeDCtx);
  return kContext.get();
}

}  // namespace

std::string Compress(std::string_view bytes) {
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  const size_t size = ZSTD_compressCCtx(Compressor(), frame.data(), frame.size(), bytes.data(),
                                        bytes.size(), kLevel);
  CHECK(ZSTD_isError(size) == 0);
  frame.resize(size);
  return frame;
}

base::Result<std::string> Decompress(std::string_view frame) {
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kLargest) {
    return base::Fail(base::ErrorKind::kCorrupt, "a stored text is no zstd frame");
  }
  std::string bytes(size, '\0');
  const size_t got =
      ZSTD_decompressDCtx(Decompressor(), bytes.data(), bytes.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) != 0 || got != bytes.size()) {
    return base::Fail(base::ErrorKind::kCorrupt, "a stored text is a damaged zstd frame");
  }
  return bytes;
}

}  // namespace store
