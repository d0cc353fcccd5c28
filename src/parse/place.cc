// Where something is: GeoRSS in its simple form and with GML (https://docs.ogc.org/cs/17-002r1/),
// W3C's latitude and longitude (https://www.w3.org/2003/01/geo/), podcast:location.

#include <charconv>
#include <cmath>
#include <utility>

#include "parse/xml_feed.h"

namespace parse {
namespace {

constexpr size_t kMostPlaces = 20;
constexpr size_t kMostPoints = 1'000;

// Numbers divided by white space or commas; empty when anything else is among them.
std::vector<double> Numbers(std::string_view text) {
  std::vector<double> numbers;
  while (true) {
    const size_t next = text.find_first_not_of(" \t\r\n,");
    if (next == std::string_view::npos) return numbers;
    text.remove_prefix(next);
    double value = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || !std::isfinite(value)) return {};
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    numbers.push_back(value);
    if (numbers.size() > kMostPoints * 3) return {};
  }
}

// `per_point` numbers each, latitude first; empty when a point is not on the earth.
std::vector<std::pair<double, double>> PointsOf(const std::vector<double>& numbers,
                                                size_t per_point) {
  std::vector<std::pair<double, double>> points;
  if (numbers.size() % per_point != 0) return points;
  for (size_t i = 0; i + 1 < numbers.size(); i += per_point) {
    if (std::abs(numbers[i]) > 90 || std::abs(numbers[i + 1]) > 180) return {};
    points.emplace_back(numbers[i], numbers[i + 1]);
  }
  return points;
}

void AddPlace(std::string_view kind, std::vector<std::pair<double, double>> points,
              model::Entry& entry) {
  const bool enough = kind == "point"     ? points.size() == 1
                      : kind == "polygon" ? points.size() >= 4
                      : kind == "box"     ? points.size() == 2
                                          : points.size() >= 2;
  if (!enough || entry.places.size() >= kMostPlaces) return;
  model::Place place;
  place.kind = kind;
  place.points = std::move(points);
  // A name that stood before the point is the point's.
  if (!entry.places.empty() && entry.places.back().kind.empty()) {
    place.name = std::move(entry.places.back().name);
    entry.places.pop_back();
  }
  entry.places.push_back(std::move(place));
}

void AddName(std::string name, model::Entry& entry) {
  if (name.empty()) return;
  if (!entry.places.empty() && entry.places.back().name.empty()) {
    entry.places.back().name = std::move(name);
  } else if (entry.places.size() < kMostPlaces) {
    entry.places.push_back({std::move(name), {}, {}});
  }
}

// Only degrees of WGS 84 are understood: "urn:ogc:def:crs:EPSG:9.9.1:26986" are metres somewhere.
bool IsInDegrees(std::string_view system) {
  return system.empty() || system.contains("4326") || system.contains("CRS84");
}

// Numbers of a point, as the node or an element around it says.
size_t DimensionsOf(const XmlTree& tree, XmlId node, XmlId top, bool& in_degrees) {
  size_t dimensions = 2;
  for (XmlId at = node; at != kNoXml; at = tree.parent(at)) {
    for (size_t i = 0; i < tree.attribute_count(at); ++i) {
      const XmlAttribute& attribute = tree.attribute(at, i);
      if (attribute.name == Name::kSrsName && !IsInDegrees(attribute.value)) in_degrees = false;
      if (IsSameLetters(attribute.local, "srsdimension") && attribute.value == "3") dimensions = 3;
    }
    if (at == top) break;
  }
  return dimensions;
}

// A geometry of GML, or what holds one: <georss:where>.
void ReadGml(const XmlTree& tree, XmlId top, model::Entry& entry) {
  std::string_view kind;
  std::vector<double> numbers;
  size_t dimensions = 2;
  bool in_degrees = true;
  for (XmlId node = top; node < tree.subtree_end(top); ++node) {
    switch (tree.name(node)) {
      case Name::kPoint:
        kind = "point";
        break;
      case Name::kLineString:
        kind = "line";
        break;
      case Name::kPolygon:
        kind = "polygon";
        break;
      case Name::kEnvelope:
        kind = "box";
        break;
      case Name::kPos:
      case Name::kPosList:
      case Name::kLowerCorner:
      case Name::kUpperCorner: {
        dimensions = DimensionsOf(tree, node, top, in_degrees);
        const std::vector<double> more = Numbers(tree.Text(node));
        numbers.insert(numbers.end(), more.begin(), more.end());
        // A point may have a height that nothing announces.
        if (kind == "point" && more.size() == 3) dimensions = 3;
        break;
      }
      default:
        break;
    }
    // The holes of a polygon are no part of its outline.
    if (kind == "polygon" && numbers.size() > 6) break;
  }
  if (in_degrees && !kind.empty()) AddPlace(kind, PointsOf(numbers, dimensions), entry);
}

// GeoRSS, simple: "45.256 -71.92".
void ReadSimple(const XmlTree& tree, XmlId node, std::string_view kind, model::Entry& entry) {
  std::vector<double> numbers = Numbers(tree.Text(node));
  if (kind == "point" && numbers.size() == 3) numbers.pop_back();  // a height, or a radius
  AddPlace(kind, PointsOf(numbers, 2), entry);
}

// podcast:location: a name, and geo="geo:30.2672,97.7431".
void ReadLocation(const XmlTree& tree, XmlId node, model::Entry& entry) {
  std::string_view geo = TrimSpace(tree.Attribute(node, Name::kGeo));
  AddName(Draft::Line({tree.Text(node), false, nullptr}), entry);
  if (!geo.starts_with("geo:")) return;
  geo.remove_prefix(4);
  std::vector<double> numbers = Numbers(geo.substr(0, geo.find(';')));
  if (numbers.size() == 3) numbers.pop_back();
  AddPlace("point", PointsOf(numbers, 2), entry);
}

}  // namespace

void ReadPlace(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  if (tree.space(node) == Space::kGml || tree.name(node) == Name::kWhere) {
    ReadGml(tree, node, entry);
    return;
  }
  switch (tree.name(node)) {
    case Name::kPoint:
      if (tree.space(node) == Space::kGeo) {
        ReadPointOf(tree, node, entry);
      } else {
        ReadSimple(tree, node, "point", entry);
      }
      break;
    case Name::kCircle:
      ReadSimple(tree, node, "point", entry);
      break;
    case Name::kLine:
      ReadSimple(tree, node, "line", entry);
      break;
    case Name::kPolygon:
      ReadSimple(tree, node, "polygon", entry);
      break;
    case Name::kBox:
      ReadSimple(tree, node, "box", entry);
      break;
    case Name::kFeatureName:
      AddName(Draft::Line({tree.Text(node), true, nullptr}), entry);
      break;
    case Name::kLocation:
      ReadLocation(tree, node, entry);
      break;
    default:
      break;
  }
}

void ReadPointOf(const XmlTree& tree, XmlId around, model::Entry& entry) {
  std::vector<double> latitude;
  std::vector<double> longitude;
  for (XmlId node = tree.first_child(around); node != kNoXml; node = tree.next_sibling(node)) {
    if (tree.space(node) != Space::kGeo || tree.IsText(node)) continue;
    if (tree.name(node) == Name::kLat) latitude = Numbers(tree.Text(node));
    if (tree.name(node) == Name::kLong) longitude = Numbers(tree.Text(node));
  }
  if (latitude.size() != 1 || longitude.size() != 1) return;
  AddPlace("point", PointsOf({latitude[0], longitude[0]}, 2), entry);
}

}  // namespace parse
