// Shows the texels of a frame over a checkerboard where the picture is transparent. Compiled once for each way to
// sample and to show: software GL runs every branch of a shader, taken or not.
// SAMPLING: 0 nearest, for squares; 1 smooth; 2 smooth over a pixel's footprint, for pictures that are reduced
// SHOWN: 0 the values as they are; 1 on a range, with a gamma; 2 the same of one channel, in the colours of a map;
// 3 the difference of two frames' greys, in those colours; 4 the difference of each channel, on a range
// CURVED: 1 with a gamma
#define DIFFERENCE (SHOWN >= 3)
#define MAPPED (SHOWN == 2 || SHOWN == 3)

struct Picture {
    vec2 origin, across;  // texels at the rectangle's top left corner, and from there to the opposite one
    vec2 texels;          // of the frame; the last of a row may be covered in part
    vec2 texture_size;    // of the whole texture, of which the frame fills the top left
    vec2 footprint;       // texels that a quarter of a pixel spans
};

layout(binding = 0) uniform sampler2D frame;
uniform Picture picture;
#if DIFFERENCE
layout(binding = 1) uniform sampler2D other_frame;
uniform Picture other;
#endif
#if MAPPED
layout(binding = 2) uniform sampler2D map;
#endif
uniform vec2 range;  // the value shown first, and what differences from it are multiplied by
uniform vec2 curve;  // gamma's inverse, and where in 0..1 it starts: 0, or 0.5 for values of either sign
uniform float checker_size;
uniform vec3 checker_dark, checker_light;
in vec2 corner;
out vec4 colour;

vec4 smooth_at(sampler2D texels, Picture p, vec2 position) {
    return textureLod(texels, clamp(position, vec2(0.5), ceil(p.texels) - 0.5) / p.texture_size, 0.0);
}

vec4 sampled(sampler2D texels, Picture p) {
    vec2 position = p.origin + corner * p.across;
#if SAMPLING == 0
    return texelFetch(texels, ivec2(clamp(position, vec2(0.0), ceil(p.texels) - 1.0)), 0);
#elif SAMPLING == 1
    return smooth_at(texels, p, position);
#else
    vec2 d = p.footprint;
    return 0.25 * (smooth_at(texels, p, position - d) + smooth_at(texels, p, position + d) +
                   smooth_at(texels, p, position + vec2(d.x, -d.y)) + smooth_at(texels, p, position + vec2(-d.x, d.y)));
#endif
}

vec3 on_range(vec3 value) {
    vec3 place = (value - range.x) * range.y;
#if CURVED
    vec3 from = (place - curve.y) / (1.0 - curve.y);
    place = curve.y + (1.0 - curve.y) * sign(from) * pow(abs(from), vec3(curve.x));
#endif
    return place;
}

void main() {
    vec4 texel = sampled(frame, picture);
#if DIFFERENCE
    vec4 beside = sampled(other_frame, other);
    texel = vec4(texel.rgb - beside.rgb, min(texel.a, beside.a));
#endif
#if SHOWN == 3
    texel.rgb = vec3(dot(texel.rgb, vec3(0.299, 0.587, 0.114)));
#endif
#if SHOWN != 0
    texel.rgb = on_range(texel.rgb);
#endif
#if MAPPED
    // The middles of the first and the last entry stand for the ends of the range.
    texel.rgb = textureLod(map, vec2((clamp(texel.r, 0.0, 1.0) * 255.0 + 0.5) / 256.0, 0.5), 0.0).rgb;
#endif
    vec2 square = floor(gl_FragCoord.xy / checker_size);
    vec3 board = mod(square.x + square.y, 2.0) < 0.5 ? checker_dark : checker_light;
    colour = vec4(mix(board, texel.rgb, clamp(texel.a, 0.0, 1.0)), 1.0);
}
