#include <algorithm>
#include <utility>

#include "model/file_kind.h"
#include "model/object_reader.h"
#include "model/recipe.h"
#include "model/recipe_events.h"
#include "model/recipe_film.h"
#include "model/recipe_settings.h"

namespace droplet {
namespace recipe_json {
namespace {

constexpr int version_written = 1;
/// A film's takes, their events, and the lists of weights of an operator in them.
constexpr int deepest = 16;
constexpr double fastest_film = 1000;

bool is_utf8(const std::string& text) {
    try {
        (void)Json(text).dump();
        return true;
    } catch (const Json::type_error&) {
        return false;
    }
}

std::string hex_of(const std::string& bytes) {
    std::string text;
    for (const char c : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return text;
}

int digit_of(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::size_t found = digits.find(c);
    return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

bool is_hex(const std::string& text) {
    return text.size() % 2 == 0 && std::ranges::all_of(text, [](char c) { return digit_of(c) >= 0; });
}

std::string bytes_of_hex(const std::string& text) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        bytes += static_cast<char>(digit_of(text[i]) * 16 + digit_of(text[i + 1]));
    return bytes;
}

Recipe recipe_from_json(const Json& json, const std::string& name) {
    const ObjectReader object(json, name,
                              {kind_key, version_key, "made-by", "backend", "source", "step", "complete",
                               "raw", "settings", "display", "events", "film"},
                              ": ");
    PresetBudget budget(name);
    Recipe recipe;
    recipe.made_by = object.text("made-by");
    recipe.backend = object.text("backend");
    recipe.raw = object.flag("raw", false);
    if (const Json* settings = object.find("settings"))
        recipe.settings = patched({}, *settings, object.place("settings"), budget);
    if (const Json* display = object.find("display")) read_fields(*display, recipe.display, name, rethrow);
    if (const Json* source = object.find("source"))
        recipe.run.source = source_from_json(*source, object.place("source"));
    std::size_t events_left = most_events;
    if (const Json* events = object.list("events", events_left)) {
        recipe.run.events = events_from_json(*events, recipe.settings, object.place("events"), budget);
        events_left -= events->size();
    }
    read_end(object, recipe.run);
    if (const Json* film = object.find("film")) {
        const ObjectReader reader(*film, object.place("film"), {"fps", "takes"});
        recipe.fps = reader.number("fps", 0, 0, fastest_film);
        recipe.takes = takes_from_json(reader, recipe, events_left, budget);
    }
    return recipe;
}

}  // namespace

Json source_json(const SourceReference& source) {
    Json json = Json::object();
    json["kind"] = detail::to_json_value(source.kind);
    json["path"] = source.path;
    // A name of a file may be any bytes; JSON is UTF-8.
    if (!is_utf8(source.path)) json["path-bytes"] = hex_of(source.path);
    json["checksum"] = source.checksum;
    json["size"] = {source.size.width, source.size.height};
    json["channels"] = source.channels;
    json["normalized"] = source.normalized;
    return json;
}

SourceReference source_from_json(const Json& json, const std::string& place) {
    const ObjectReader object(json, place,
                              {"kind", "path", "path-bytes", "checksum", "size", "channels", "normalized"});
    SourceReference source;
    source.kind = object.named("kind", source.kind);
    source.path = object.text("path");
    if (const Json* bytes = object.find("path-bytes")) {
        const std::string hex = object.text("path-bytes");
        if (!is_hex(hex)) object.refuse("path-bytes", *bytes, "pairs of hexadecimal digits");
        source.path = bytes_of_hex(hex);
    }
    source.checksum = object.text("checksum");
    if (!is_hex(source.checksum) || (!source.checksum.empty() && source.checksum.size() != 64))
        object.refuse("checksum", *object.find("checksum"), "64 hexadecimal digits, or none");
    if (const Json* size = object.find("size"))
        source.size = size_from_json(*size, object.place("size"), std::numeric_limits<int>::max());
    source.channels = static_cast<int>(object.whole("channels", 0, 0, 3));
    if (source.channels == 2) object.refuse("channels", *object.find("channels"), "1, 3; 0: not known");
    source.normalized = object.flag("normalized", false);
    return source;
}

void read_end(const ObjectReader& object, Run& run) {
    run.step = object.whole("step", 0, 0, most_steps);
    run.complete = object.flag("complete", true);
    if (!run.events.empty() && run.events.back().step > run.step)
        throw Error(Fault::job, object.place("step"),
                    fmt::format("{} is before the last event, of step {}; valid: not less", run.step,
                                run.events.back().step));
}

}  // namespace recipe_json

std::string recipe_text(const Recipe& recipe) {
    using namespace recipe_json;
    Json json = Json::object();
    json[std::string(kind_key)] = capture_kind;
    json[std::string(version_key)] = version_written;
    json["made-by"] = recipe.made_by;
    json["backend"] = recipe.backend;
    json["source"] = source_json(recipe.run.source);
    json["step"] = recipe.run.step;
    if (!recipe.run.complete) json["complete"] = false;
    if (recipe.raw) json["raw"] = true;
    json["settings"] = settings_json(recipe.settings);
    Json display = Json::object();
    put_rows<DisplayParams>(display, nullptr, recipe.display);
    json["display"] = std::move(display);
    json["events"] = events_json(recipe.run.events, recipe.settings);
    if (recipe.fps != 0 || !recipe.takes.empty())
        json["film"] = {{"fps", number(recipe.fps)}, {"takes", takes_json(recipe)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Recipe parse_recipe(const std::string& text, const std::string& name) {
    const Json json = parse_settings(text, name, "a recipe as Droplet writes it", recipe_json::deepest);
    check_kind(json, name, capture_kind, recipe_json::version_written);
    return recipe_json::recipe_from_json(json, name);
}

}  // namespace droplet
