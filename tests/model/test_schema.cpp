#include <doctest/doctest.h>

#include <cctype>
#include <set>
#include <string>

#include "model/diffusion_params.h"
#include "model/param_text.h"
#include "model/process.h"

using namespace droplet;

namespace {

struct Counted {
    int count = 3;
    float size = 1.5f;
    bool on = false;
};

constexpr Field count_row{&Counted::count, "count", "Count", "How many.", Range{1, 9}, Range{1, 5}};
constexpr Field size_row{&Counted::size, "size", "Size", "How large.", Range{0.5f, 4.0f}, Range{1.0f, 2.0f}};
constexpr Field on_row{&Counted::on, "on", "On", "Whether."};

static_assert(member_count<Counted>() == 3);
static_assert(member_count<DiffusionParams>() == 4);

std::string message_of(const auto& work) {
    try {
        work();
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::usage);
        return error.what();
    }
    return "";
}

template <class P>
void check_table() {
    const P defaults;
    std::set<std::string_view> keys;
    for_each_field<P>([&](const auto& field) {
        using T = typename std::remove_cvref_t<decltype(field)>::Value;
        CAPTURE(field.key);
        CHECK(keys.insert(field.key).second);
        for (const char c : field.key) CHECK((std::islower(c) || std::isdigit(c) || c == '-'));
        CHECK_FALSE(field.key.starts_with("no-"));
        CHECK_FALSE(field.label.empty());
        CHECK(field.help.ends_with('.'));
        if constexpr (!NamedEnum<T> && !std::same_as<T, bool>) {
            CHECK(field.valid.contains(defaults.*field.member));
            CHECK(field.valid.min < field.valid.max);
            CHECK(field.slider.min < field.slider.max);
            CHECK(field.valid.contains(field.slider.min));
            CHECK(field.valid.contains(field.slider.max));
            if (field.scale == Scale::logarithmic) CHECK(field.slider.min > T{});
        }
    });
}

template <class E>
void check_names() {
    std::set<std::string_view> names;
    for (const std::string_view name : EnumNames<E>::names) {
        CHECK_FALSE(name.empty());
        CHECK(names.insert(name).second);
    }
}

}  // namespace

TEST_CASE(
    "every row of a table has a unique lower-case key, a help sentence, and a default within its limits") {
    check_table<DiffusionParams>();
}

TEST_CASE("the values of an enumeration have names that differ") {
    check_names<Conductance>();
    check_names<Coupling>();
    check_names<Process>();
    CHECK(enum_name(Conductance::tukey) == "tukey");
}

TEST_CASE("text within the limits sets the member, both limits included") {
    Counted params;
    set_text(params, count_row, "9", "count");
    CHECK(params.count == 9);
    set_text(params, count_row, "1", "count");
    CHECK(params.count == 1);
    set_text(params, size_row, "4e0", "size");
    CHECK(params.size == 4.0f);
    set_text(params, size_row, "0.5", "size");
    CHECK(params.size == 0.5f);
    set_text(params, on_row, "true", "on");
    CHECK(params.on);
}

TEST_CASE("text outside the limits is refused with the subject and the limits, and changes nothing") {
    Counted params;
    for (const char* text : {"0", "10", "-1"}) {
        CAPTURE(text);
        CHECK(message_of([&] { set_text(params, count_row, text, "--count"); }) ==
              fmt::format("--count: {} is out of range; valid: 1 to 9", text));
    }
    for (const char* text : {"nan", "-nan", "inf", "-inf", "0.49999", "4.0001", "-1"}) {
        CAPTURE(text);
        const std::string message = message_of([&] { set_text(params, size_row, text, "--size"); });
        CHECK(message.starts_with("--size: "));
        CHECK(message.ends_with("is out of range; valid: 0.5 to 4"));
    }
    CHECK(params.count == 3);
    CHECK(params.size == 1.5f);
}

TEST_CASE("text that is no value at all is refused with what is valid") {
    Counted params;
    for (const char* text : {"", " ", "x", "3x", "3.5", "0x3", "--", "99999999999999999999", "3 ", " 3"}) {
        CAPTURE(text);
        CHECK(message_of([&] { set_text(params, count_row, text, "--count"); }) ==
              fmt::format("--count: '{}' is not valid; valid: 1 to 9", text));
    }
    for (const char* text : {"", "x", "1.5f", "1,5", "1e999", "0.1.2"}) {
        CAPTURE(text);
        CHECK(message_of([&] { set_text(params, size_row, text, "--size"); }) ==
              fmt::format("--size: '{}' is not valid; valid: 0.5 to 4", text));
    }
    CHECK(message_of([&] { set_text(params, on_row, "yes", "--on"); }) ==
          "--on: 'yes' is not valid; valid: true, false");
    DiffusionParams diffusion;
    const auto& row = std::get<2>(Schema<DiffusionParams>::fields);
    CHECK(message_of([&] { set_text(diffusion, row, "Exponential", "--conductance"); }) ==
          "--conductance: 'Exponential' is not valid; valid: exponential, rational, charbonnier, weickert, "
          "tukey");
    CHECK(diffusion == DiffusionParams{});
}

TEST_CASE("a value written as text reads back as the same value") {
    Counted params, read;
    for (const float size : {0.5f, 2.0f / 3, 0.7f, 3.9999998f, 1.17549435f}) {
        params.size = size;
        set_text(read, size_row, value_text(params.size), "size");
        CHECK(read.size == size);
    }
    CHECK(value_text(0.05f) == "0.05");
    CHECK(value_text(true) == "true");
    CHECK(value_text(Coupling::vector) == "vector");
}
