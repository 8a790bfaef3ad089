"""General knowledge that the model has not: bodies of the sky, seas and rivers, people of old.

It is consulted after the model, and changes none of the tables that the model sees.
"""

from __future__ import annotations

from newsreader.entities.words import words

PLANETS = words("Earth Mars Venus Jupiter Saturn Neptune Uranus Pluto")
"""Bodies of the sky whose names mean hardly anything else."""
BODIES = words(
    "Mercury Ceres Vesta Pallas Eris Sedna Makemake Haumea Io Europa Ganymede Callisto Titan "
    "Enceladus Mimas Dione Rhea Iapetus Tethys Hyperion Triton Nereid Charon Phobos Deimos "
    "Miranda Ariel Oberon Titania Umbriel Sun Moon"
)
"""Bodies of the sky whose names also mean other things: beside a planet, or as "the Moon"."""
LIGHTS = words("Sun Moon")

_ONE_NAME = words(
    "Aristotle Plato Socrates Euclid Archimedes Pythagoras Ptolemy Eratosthenes Hipparchus Thales "
    "Heraclitus Democritus Epicurus Hippocrates Galen Herodotus Thucydides Xenophon Plutarch "
    "Strabo Sappho Hesiod Aeschylus Sophocles Euripides Aristophanes Aesop Pericles Virgil Ovid "
    "Horace Cicero Seneca Tacitus Livy Pliny Vitruvius Caligula Nero Trajan Hadrian Diocletian "
    "Cleopatra Nefertiti Tutankhamun Akhenaten Ramesses Hammurabi Nebuchadnezzar Hannibal "
    "Charlemagne Saladin Attila Confucius Laozi Mencius Ashoka Akbar Aryabhata Brahmagupta "
    "Kalidasa Avicenna Averroes Al-Khwarizmi Maimonides Rumi Hafez Omar-Khayyam Dante Petrarch "
    "Boccaccio Chaucer Erasmus Copernicus Michelangelo Raphael Donatello Botticelli Titian "
    "Tintoretto Caravaggio Rembrandt Vermeer Velázquez Goya Galileo Kepler Descartes Spinoza "
    "Leibniz Newton Euler Gauss Voltaire Rousseau Diderot Kant Hegel Nietzsche Goethe Schiller "
    "Molière Racine Stendhal Balzac Flaubert Shakespeare Cervantes Tolstoy Dostoevsky Chekhov "
    "Pushkin Gogol Vivaldi Bach Handel Haydn Mozart Beethoven Schubert Chopin Liszt Wagner Verdi "
    "Puccini Brahms Tchaikovsky Debussy Mahler Napoleon Bismarck Garibaldi Darwin Faraday Einstein "
    "Picasso Matisse Cézanne Monet Gauguin Kafka Freud Lenin Stalin Trotsky Gandhi"
)
PEOPLE_OF_OLD = _ONE_NAME - words("Newton Raphael Nero Livy Horace Darwin Hafez")
"""People whom one name names; those whose name is as often another's are left out."""

_NATURE = (
    "Syr Darya|Amu Darya|Nile|Danube|Rhine|Volga|Dnieper|Dniester|Vistula|Elbe|Oder|Thames|Seine|"
    "Loire|Rhône|Garonne|Ebro|Tagus|Tiber|Mekong|Irrawaddy|Yangtze|Ganges|Brahmaputra|Euphrates|"
    "Tigris|Zambezi|Limpopo|Orinoco|Yenisei|Irtysh|Amur|Murray River|Mississippi River|"
    "Colorado River|Yukon River|Himalaya|Himalayas|Karakoram|Hindu Kush|Alps|Pyrenees|Carpathians|"
    "Apennines|Caucasus|Urals|Andes|Rocky Mountains|Rockies|Appalachians|Atlas Mountains|"
    "Mount Everest|Chomolungma|Sagarmatha|Kilimanjaro|Mont Blanc|Matterhorn|Vesuvius|Etna|"
    "Stromboli|Krakatoa|Krakatau|Mauna Loa|Mauna Kea|Popocatépetl|Eyjafjallajökull|Pinatubo|"
    "Tambora|Sahara|Sahel|Gobi|Kalahari|Atacama|Siberia|Patagonia|Scandinavia|Balkans|Levant|"
    "Mesopotamia|Anatolia|Polynesia|Micronesia|Melanesia|Tahiti|Svalbard|Galápagos|Antarctica|"
    "Antarctic|Arctic|Europe|Africa|Asia|Oceania|North America|South America|Latin America|"
    "Atlantic|Pacific|Atlantic Ocean|Pacific Ocean|Indian Ocean|Arctic Ocean|Southern Ocean|"
    "Mediterranean|Mediterranean Sea|Black Sea|Baltic Sea|North Sea|Red Sea|Dead Sea|Caspian Sea|"
    "Aral Sea|Caribbean|Caribbean Sea|English Channel|Bosphorus|Dardanelles|Suez Canal|"
    "Panama Canal|Persian Gulf|Gulf of Mexico|Bay of Bengal|Lake Victoria|Lake Baikal|"
    "Lake Geneva|Lake Constance|Great Barrier Reef|Grand Canyon"
)
NATURE = frozenset(_NATURE.split("|"))
"""Continents, seas, rivers, mountains and deserts: places that no one country holds."""
BORDERLESS = words("Europe Africa Asia Oceania Antarctica Antarctic Arctic Atlantic Pacific")
"""Those of them that have towns as namesakes: no map of countries has them."""
