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

_ORGANISATIONS = (
    "Fine Gael|Gavi|Fianna Fáil|Fianna Fail|Sinn Féin|Sinn Fein|Plaid Cymru|Herri Batasuna|Likud|"
    "Kadima|Shas|Yisrael Beiteinu|Yesh Atid|Fidesz|Jobbik|Syriza|Pasok|PASOK|Podemos|Ciudadanos|"
    "Chega|Forza Italia|Lega Nord|Fratelli d'Italia|Movimento 5 Stelle|Yabloko|Musavat|Shiv Sena|"
    "Janata Dal|Trinamool Congress|Rashtriya Swayamsevak Sangh|Vishwa Hindu Parishad|"
    "Jamaat-e-Islami|Awami League|Tehreek-e-Insaf|Pakistan Tehreek-e-Insaf|"
    "Muttahida Qaumi Movement|Golkar|Barisan Nasional|Pakatan Harapan|Pakatan Rakyat|Pheu Thai|"
    "UMNO|Kuomintang|Komeito|Frelimo|Renamo|UNITA|MPLA|Swapo|SWAPO|Zanu-PF|ZANU-PF|Chadema|"
    "Chama Cha Mapinduzi|Inkatha Freedom Party|Ennahda|Ennahdha|Nidaa Tounes|Frente Amplio|"
    "Fuerza Popular|Movimiento al Socialismo|Hezbollah|Hamas|Fatah|Islamic Jihad|Taliban|Taleban|"
    "al-Shabab|Al-Shabab|al-Shabaab|Al-Shabaab|al Shabaab|Boko Haram|Abu Sayyaf|Jemaah Islamiyah|"
    "Lashkar-e-Taiba|Lashkar-e-Toiba|Lashkar-e-Jhangvi|Jaish-e-Mohammed|Haqqani network|Seleka|"
    "Janjaweed|Ansar al-Sharia|Ansar Dine|Sendero Luminoso|Shining Path|Tamil Tigers|Khmer Rouge|"
    "Solidarnosc|Al Jazeera|Al-Jazeera|al-Jazeera|Al Arabiya|Al-Arabiya|al-Arabiya|al-Ikhbariya|"
    "Al-Ahram|al-Ahram|Haaretz|Maariv|Yedioth Ahronoth|Hürriyet|Hurriyet|Cumhuriyet|"
    "Anadolu Agency|Tasnim|Xinhua|Yonhap|Kyodo|Bernama|Rappler|Ukrinform|Interfax|Itar-Tass|"
    "Kommersant|Vedomosti|Izvestia|Novaya Gazeta|Meduza|Clarín|La Nación|O Globo|"
    "Folha de S.Paulo|El Universal|El Tiempo|El Comercio|Prensa Latina|Le Monde|Le Figaro|"
    "Libération|Der Spiegel|Süddeutsche Zeitung|Asahi Shimbun|Yomiuri Shimbun|Mainichi Shimbun|"
    "Nikkei|Chosun Ilbo|YouTube|Instagram|WhatsApp|TikTok|Facebook|Twitter|Snapchat|LinkedIn|"
    "Reddit|Wikipedia|WikiLeaks|Greenpeace|Oxfam|Bellingcat|NetBlocks|Petrobras|Petroecuador|"
    "PDVSA|Pemex|Gazprom|Rosneft|Lukoil|Aramco|Saudi Aramco|Sinopec|CNOOC|PetroChina|Huawei|"
    "Safaricom|Naftogaz|Ukrenergo|Energoatom|Rosatom|Roscosmos|Odebrecht|Embraer|Avianca|Eskom|"
    "Transnet|Petronas|Pertamina|Garuda Indonesia|Sberbank|Bundestag|Bundesrat|Knesset|"
    "Verkhovna Rada|State Duma|Sejm|Lok Sabha|Rajya Sabha|Riksdag|Storting|Folketing|"
    "Dáil Éireann|Seimas|Saeima|Riigikogu|Kremlin|White House|Shin Bet|Mossad|Interpol|Europol|"
    "Frontex|Eurostat|Gestapo|Stasi|Securitate|Wehrmacht|Luftwaffe|Mercosur|Hizbul Mujahideen|"
    "Al-Qaeda|al-Qaeda|al-Qaida|al Qaeda|al Qaida|Red Cross|Red Crescent|World Bank|"
    "Amnesty International|Human Rights Watch|Wikimedia Foundation|Médecins Sans Frontières"
)
KNOWN_ORGANISATIONS = frozenset(_ORGANISATIONS.split("|"))
"""Parties, parliaments, media and others whose names mean nothing else."""

_OTHERS = (
    "COVID-19|Covid-19|COVID|Covid|SARS-CoV-2|Ebola|Zika|Brexit|iPhone|iPad|Android|Bitcoin|"
    "Ethereum|ChatGPT|Starlink|Sputnik V|Dow Jones Industrial Average|S&P 500|FTSE 100|CAC 40|"
    "Eurovision Song Contest|Champions League|Europa League|Premier League|Serie A|"
    "Bundesliga|La Liga|Eurovision|"
    "Nord Stream|Nord Stream 2|Arab Spring|Holocaust|Holodomor|Ramadan|Eid al-Fitr|Eid al-Adha|"
    "Christmas|Easter|Hanukkah|Diwali|Nowruz|Yom Kippur|Rosh Hashanah|Thanksgiving|"
    "Koran|Quran|Bible"
)
KNOWN_OTHERS = frozenset(_OTHERS.split("|"))
"""Diseases, products, leagues and feasts whose names mean nothing else."""

_PLACES = (
    "Wall Street|Silicon Valley|Middle East|Far East|West Bank|Gaza Strip|Golan Heights|"
    "Horn of Africa|Korean Peninsula|Iberian Peninsula|Strait of Hormuz|South China Sea|"
    "East China Sea|Gulf of Aden|Bab el-Mandeb|Taiwan Strait|Sea of Azov|Kerch Strait|Sahel|"
    "Darién Gap|Donbas|Crimea|Kashmir|Nagorno-Karabakh|Transnistria|Catalonia|Scandinavia|"
    "Hollywood|Great Lakes|Midwest"
)
KNOWN_PLACES = frozenset(_PLACES.split("|")) | {name for name in NATURE if " " in name}
"""Places whose names mean nothing else."""
