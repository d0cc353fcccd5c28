#include "newsroom/picture.h"

#include <zlib.h>

#include <array>
#include <cmath>
#include <string_view>

namespace newsroom {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 360;
constexpr int kSkyShades = 48;  // palette: the sky from top to bottom, then what stands in it
constexpr int kSun = kSkyShades;
constexpr int kFar = kSun + 1;
constexpr int kNear = kFar + 1;
constexpr int kWater = kNear + 1;
constexpr int kGlint = kWater + 1;
constexpr int kColours = kGlint + 1;

using Colour = std::array<int, 3>;

// Splitmix64 (Vigna 2015): numbers that look unrelated, from one.
uint64_t Next(uint64_t& state) {
  uint64_t z = (state += 0x9E3779B97F4A7C15U);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

int Between(uint64_t& state, int low, int high) {
  return low + static_cast<int>(Next(state) % static_cast<uint64_t>(high - low + 1));
}

void AppendNumber(uint32_t number, std::string& out) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    out += static_cast<char>((number >> shift) & 255U);
  }
}

void AppendChunk(std::string_view type, std::string_view data, std::string& out) {
  AppendNumber(static_cast<uint32_t>(data.size()), out);
  std::string body(type);
  body += data;
  out += body;
  AppendNumber(static_cast<uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(body.data()),
                                           static_cast<uInt>(body.size()))),
               out);
}

std::string PaletteOf(uint64_t& state) {
  static constexpr std::array<std::array<Colour, 2>, 5> kSkies = {{
      {{{{58, 110, 165}}, {{222, 232, 240}}}},
      {{{{40, 60, 110}}, {{246, 190, 140}}}},
      {{{{90, 150, 170}}, {{240, 240, 225}}}},
      {{{{110, 120, 135}}, {{215, 218, 222}}}},
      {{{{28, 34, 66}}, {{150, 110, 150}}}},
  }};
  const auto& [top, bottom] = kSkies[Next(state) % kSkies.size()];
  std::array<Colour, kColours> colours{};
  for (size_t i = 0; i < kSkyShades; ++i) {
    for (size_t part = 0; part < 3; ++part) {
      colours[i][part] = top[part] + (bottom[part] - top[part]) * static_cast<int>(i) / kSkyShades;
    }
  }
  colours[kSun] = {252, 240, 200};
  const int green = Between(state, 70, 130);
  colours[kFar] = {bottom[0] / 2 + 20, bottom[1] / 2 + 20, bottom[2] / 2 + 30};
  colours[kNear] = {green - 30, green, green - 35};
  colours[kWater] = {top[0] * 2 / 3, top[1] * 2 / 3, top[2] * 3 / 4};
  colours[kGlint] = {top[0], top[1], top[2]};
  std::string out;
  for (const Colour& colour : colours) {
    for (const int part : colour) out += static_cast<char>(part);
  }
  return out;
}

// The height of each column's outline above the shore: waves for hills, steps for roofs.
std::array<int, kWidth> Outline(uint64_t& state, bool town, int height) {
  std::array<int, kWidth> out{};
  if (town) {
    for (int x = 0; x < kWidth;) {
      const int width = Between(state, 14, 46);
      const int roof = Between(state, height / 3, height);
      for (int end = std::min(kWidth, x + width); x < end; ++x) out[static_cast<size_t>(x)] = roof;
    }
    return out;
  }
  const double phase = Between(state, 0, 628) / 100.0;
  const double length = Between(state, 60, 140);
  for (int x = 0; x < kWidth; ++x) {
    const double wave = std::sin(x / length + phase) + 0.4 * std::sin(x / length * 2.7 + phase * 3);
    out[static_cast<size_t>(x)] = static_cast<int>(height * (0.55 + 0.3 * wave));
  }
  return out;
}

// Rows of palette numbers, each behind PNG's filter byte 0.
std::string Rows(uint64_t& state) {
  const int shore = Between(state, 230, 280);
  const int sun_x = Between(state, 90, 550);
  const int sun_y = Between(state, 60, 150);
  const int sun_radius = Between(state, 18, 34);
  const auto far = Outline(state, false, Between(state, 60, 110));
  const auto near = Outline(state, Next(state) % 2 == 0, Between(state, 40, 90));
  std::string out;
  for (int y = 0; y < kHeight; ++y) {
    out += '\0';
    for (int x = 0; x < kWidth; ++x) {
      const int above = shore - y;
      const int dx = x - sun_x;
      const int dy = y - sun_y;
      int colour = y * kSkyShades / shore;
      if (above <= 0) {
        colour = (y - shore) % 9 == 4 && (x / 32 + y) % 3 == 0 ? kGlint : kWater;
      } else if (above < near[static_cast<size_t>(x)]) {
        colour = kNear;
      } else if (above < far[static_cast<size_t>(x)]) {
        colour = kFar;
      } else if (dx * dx + dy * dy < sun_radius * sun_radius) {
        colour = kSun;
      }
      out += static_cast<char>(colour);
    }
  }
  return out;
}

}  // namespace

std::string Landscape(uint64_t seed) {
  uint64_t state = seed;
  std::string header;
  AppendNumber(kWidth, header);
  AppendNumber(kHeight, header);
  header += std::string_view("\x08\x03\x00\x00\x00", 5);  // 8 bits, palette
  const std::string palette = PaletteOf(state);
  const std::string rows = Rows(state);
  uLongf length = compressBound(static_cast<uLong>(rows.size()));
  std::string packed(length, '\0');
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &length,
                reinterpret_cast<const Bytef*>(rows.data()), static_cast<uLong>(rows.size()),
                9) != Z_OK) {
    return {};
  }
  packed.resize(length);
  std::string out = "\x89PNG\r\n\x1a\n";
  AppendChunk("IHDR", header, out);
  AppendChunk("PLTE", palette, out);
  AppendChunk("IDAT", packed, out);
  AppendChunk("IEND", "", out);
  return out;
}

}  // namespace newsroom
